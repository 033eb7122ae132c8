import { useEffect, useRef, useState } from 'preact/hooks';
import type { Task } from '../../components/task';
import { shownBy } from '../../lib/page/shows';
import { readPreferences } from '../../lib/preferences';
import { readLocal } from '../../lib/request';
import { t } from '../../lib/words';
import { createSession, type Session } from '../overlay.content/session';

const PICTURE = '/welcome/street.jpg';
const READ_MS = 10_000;
/** How often somebody who asked for the dots too early is looked after, milliseconds. */
const LOOK_MS = 200;

/** A drawn picture with real dots: the same engine and the same overlay as on any page. */
export function TryIt({ run }: Pick<Task, 'run'>) {
  const image = useRef<HTMLImageElement>(null);
  const session = useRef<Session>(undefined);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    // The engine reads addresses of the web and blobs, not of the package.
    void run(async () => {
      setAddress(URL.createObjectURL(await (await readLocal(PICTURE, AbortSignal.timeout(READ_MS))).blob()));
      return '';
    });
  }, [run]);
  useEffect(() => {
    const stop = new AbortController();
    const shop = async (): Promise<string> => {
      await image.current?.decode();
      const wishes = await readPreferences();
      const shows = image.current && shownBy(image.current);
      if (image.current && shows && !stop.signal.aborted) {
        session.current = createSession({ signal: stop.signal, wishes });
        await session.current.shop(image.current, shows, { asked: true });
      }
      return '';
    };
    if (address) void run(shop);
    return () => stop.abort();
  }, [address, run]);
  const asked = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** At a first start the dots are some seconds away: whoever stays on the button comes to them all the same. */
  const goToDots = (button: HTMLElement): void => {
    clearTimeout(asked.current);
    if (session.current?.dots()) session.current.goToDots();
    else if (document.activeElement === button) asked.current = setTimeout(goToDots, LOOK_MS, button);
  };
  return (
    <figure>
      {/* Dots are the last of a page: without it the first stop would be the question for every site. */}
      <button type="button" class="button small to-dots" onClick={({ currentTarget }) => goToDots(currentTarget)}>
        {t('goToDots')}
      </button>
      <img ref={image} src={address} alt={t('streetAlt')} width="880" height="1000" />
      <figcaption>{t('tryIt')}</figcaption>
    </figure>
  );
}
