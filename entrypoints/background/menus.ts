import { browser } from 'wxt/browser';
import { t } from '../../lib/words';

let making = Promise.resolve();

/**
 * The menus, in the language that the browser has now: it keeps them, and their words, from session to session. One call
 * after the other: what another one has made cannot be made again.
 */
export function makeMenus(): Promise<void> {
  making = making.then(make).catch((error) => console.warn('The menus could not be made', error));
  return making;
}

async function make(): Promise<void> {
  const { contextMenus } = browser;
  await contextMenus.removeAll();
  contextMenus.create({
    id: 'shop',
    title: t('shopThisLook'),
    contexts: ['image', 'video', 'link', 'page', 'action'],
  });
  contextMenus.create({ id: 'area', title: t('shopArea'), contexts: ['action', 'page', 'video'] });
  contextMenus.create({ id: 'add', title: t('pageAdd'), contexts: ['action', 'page'] });
  contextMenus.create({ id: 'looks', title: t('savedLooks'), contexts: ['action', 'page'] });
}
