import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { showScreen } from '../../components/screen';
import { t } from '../../lib/words';

function Welcome() {
  const [allowed, setAllowed] = useState(false);
  const allowAll = async (): Promise<void> => {
    setAllowed(await browser.permissions.request({ origins: ['http://*/*', 'https://*/*'] }));
  };
  return (
    <>
      <p>{t('welcomeWhat')}</p>
      <p>{t('welcomePrivacy')}</p>
      <div class="buttons">
        <button type="button" class="button primary" onClick={() => void allowAll()}>
          {t('everySite')}
        </button>
        <button type="button" class="button" onClick={() => void browser.runtime.openOptionsPage()}>
          {t('addShop')}
        </button>
      </div>
      <p role="status">{allowed && t('allowed')}</p>
      <h2>{t('chooseSites')}</h2>
      <p>{t('chooseSitesHow')}</p>
      <p>{t('rightClickHow')}</p>
    </>
  );
}

showScreen('welcome', <Welcome />);
