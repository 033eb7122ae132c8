import type { Page } from 'puppeteer';
import type { Question, Reply } from './ask';

/** What the engine is to answer, by question. */
export type Answers = { readonly [Q in Question]?: Reply<Q> };

/**
 * Has a page of the extension hear given answers instead of the engine's: states that a real shop is in for a moment
 * only. Before the page opens; what is not in `answers` is asked as ever.
 */
export async function hear(page: Page, answers: Answers): Promise<void> {
  // As text: functions given to the page name others of the compiler, which the page has not.
  await page.evaluateOnNewDocument(`{
    const answers = ${JSON.stringify(answers)};
    const ask = chrome.runtime.sendMessage.bind(chrome.runtime);
    chrome.runtime.sendMessage = (message, ...rest) => {
      if (!(message.type in answers)) return ask(message, ...rest);
      rest.at(-1)({ res: answers[message.type] });
    };
  }`);
}
