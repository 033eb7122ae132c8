import { plural, sizeText, t } from '../lib/words';

/** Bytes in use on this computer: all of them, and those of the looks, which are so many. */
export interface Used {
  readonly all: number;
  readonly looks: number;
  readonly ofLooks: number;
}

/** The room that is taken, and what takes it. */
export function StorageUse({ all, looks, ofLooks }: Used) {
  return (
    <>
      <p class="used">{t('used', sizeText(all))}</p>
      <ul class="plain rows">
        <li>
          <span class="name">{plural('lookCount', looks)}</span>
          <span class="sum">{sizeText(ofLooks)}</span>
        </li>
        <li>
          <span class="name">{t('storedRest')}</span>
          <span class="sum">{sizeText(all - ofLooks)}</span>
        </li>
      </ul>
    </>
  );
}
