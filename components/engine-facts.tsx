import type { EngineInfo } from '../lib/messages';
import { number, t } from '../lib/words';

/** `tested` holds milliseconds by model once the self-test ran. */
export interface EngineFactsProps {
  readonly info: EngineInfo;
  readonly tested: Readonly<Record<string, number>> | undefined;
  readonly onTest: () => void;
}

/** What runs where, and whether it answers as it was trained to. */
export function EngineFacts({ info, tested, onTest }: EngineFactsProps) {
  const name = info.backend === 'webgpu' ? 'WebGPU' : 'WebAssembly';
  return (
    <>
      <p>{t('backend', name, number(info.threads))}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('model')}</th>
            <th scope="col">{t('version')}</th>
            <th scope="col">{t('selfTest')}</th>
          </tr>
        </thead>
        <tbody>
          {info.models.map((model) => {
            const took = tested?.[model.name];
            return (
              <tr key={model.name}>
                <th scope="row">{t(`model_${model.name}`)}</th>
                <td>{model.version}</td>
                <td>{took === undefined ? '–' : t('passedIn', milliseconds(took))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <button type="button" class="button" onClick={onTest}>
        {t('runSelfTest')}
      </button>
    </>
  );
}

function milliseconds(value: number): string {
  return number(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });
}
