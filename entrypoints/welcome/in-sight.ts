import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';

/** Whether the toolbar button is in sight: after an installation the browser hides it in a menu. True until that is known. */
export function useInSight(): boolean {
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    const look = (): void => {
      browser.action.getUserSettings().then(
        ({ isOnToolbar }) => setInSight(isOnToolbar !== false),
        () => undefined,
      );
    };
    look();
    browser.action.onUserSettingsChanged.addListener(look);
    return () => browser.action.onUserSettingsChanged.removeListener(look);
  }, []);
  return inSight;
}
