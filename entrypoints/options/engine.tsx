import { useEffect, useState } from 'preact/hooks';
import { EngineFacts } from '../../components/engine-facts';
import { Section } from '../../components/section';
import type { Task } from '../../components/task';
import { askEngine } from '../../lib/engine/remote';
import { type EngineInfo, sendMessage } from '../../lib/messages';
import { t } from '../../lib/words';

const ask = () => askEngine(() => sendMessage('engineInfo', undefined));

/** What runs the models, and a test of them that anybody can run. */
export function EngineSection({ run }: Pick<Task, 'run'>) {
  const [info, setInfo] = useState<EngineInfo>();
  const [tested, setTested] = useState<Readonly<Record<string, number>>>();
  useEffect(() => {
    // Without an answer the shops above have said why.
    ask().then(setInfo, () => {});
  }, []);
  const test = async (): Promise<string> => {
    setTested(undefined);
    setTested(await askEngine(() => sendMessage('selfTest', undefined)));
    setInfo(await ask());
    return t('selfTestPassed');
  };
  return (
    <Section id="engine" title={t('engine')}>
      <p>{t('engineWhat')}</p>
      {info && <EngineFacts info={info} tested={tested} onTest={() => void run(test)} />}
    </Section>
  );
}
