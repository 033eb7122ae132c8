import { useCallback, useEffect, useState } from 'preact/hooks';
import { showScreen } from '../../components/screen';
import { Tabs } from '../../components/tabs';
import { type Offer, Toasts, useTask } from '../../components/task';
import { pictureIn } from '../../lib/dropped';
import type { ImageSource } from '../../lib/types';
import { t } from '../../lib/words';
import { SavedLooks } from './looks';
import { OwnPicture } from './own-picture';
import { ThisPage } from './this-page';

type Tab = 'page' | 'picture' | 'looks';

function Panel() {
  const [tab, setTab] = useState<Tab>('looks');
  const [source, setSource] = useState<ImageSource>();
  const [offer, setOffer] = useState<Offer>();
  const task = useTask();
  const { run } = task;
  const open = useCallback((next: Tab) => {
    setTab(next);
    setOffer(undefined);
  }, []);
  useBrought(
    useCallback(
      (picture, many) => {
        open('picture');
        if (many) void run(async () => t('oneFile'));
        else if (picture) setSource(picture);
        else void run(async () => t('noPictureDropped'));
      },
      [open, run],
    ),
  );
  const tabs = (['page', 'picture', 'looks'] as const).map((id) => ({ id, words: t(`tab_${id}`) }));
  return (
    <>
      <h1 class="visually-hidden">{t('extensionName')}</h1>
      <Tabs label={t('extensionName')} tabs={tabs} open={tab} onOpen={open}>
        {tab === 'page' && <ThisPage />}
        {/* What was found and chosen there stays while another tab is looked at. */}
        <div hidden={tab !== 'picture'}>
          <OwnPicture source={source} shown={tab === 'picture'} onPicture={setSource} run={run} />
        </div>
        {tab === 'looks' && <SavedLooks run={run} onOffer={setOffer} />}
      </Tabs>
      <Toasts task={task} offer={offer} />
    </>
  );
}

/**
 * Hears of pictures dropped anywhere on the panel or pasted into it; undefined where what came is no picture. `many` says
 * that several files came at once.
 */
function useBrought(tell: (picture: ImageSource | undefined, many: boolean) => void): void {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const over = (event: DragEvent): void => {
      event.preventDefault();
      document.body.classList.add('drop-over');
    };
    const leave = (event: DragEvent): void => {
      // Leaving one element for another one inside is no leaving.
      if (!event.relatedTarget) document.body.classList.remove('drop-over');
    };
    const drop = (event: DragEvent): void => {
      document.body.classList.remove('drop-over');
      if (!event.dataTransfer) return;
      event.preventDefault();
      // A place that takes files itself has taken it.
      const taken = event.target instanceof Element && event.target.closest('.drop');
      if (taken && event.dataTransfer.files.length > 0) return;
      tell(pictureIn(event.dataTransfer), event.dataTransfer.files.length > 1);
    };
    const paste = ({ clipboardData }: ClipboardEvent): void => {
      const picture = clipboardData && pictureIn(clipboardData);
      // Text goes where the cursor stands.
      if (picture?.kind === 'blob') tell(picture, false);
    };
    document.addEventListener('dragover', over, { signal });
    document.addEventListener('dragleave', leave, { signal });
    document.addEventListener('drop', drop, { signal });
    document.addEventListener('paste', paste, { signal });
    return () => stop.abort();
  }, [tell]);
}

showScreen('savedLooks', <Panel />);
