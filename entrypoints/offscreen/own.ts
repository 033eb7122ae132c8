import { onMessage } from '../../lib/messages';

/**
 * Answers a message where one of the extension's own pages sends it. What a content script never asks for is not given
 * to it either: a site that took its page's process over would speak with that script's voice.
 */
export const onOwnMessage: typeof onMessage = (type, answer) =>
  onMessage(type, (message) => {
    if (!message.sender.url?.startsWith(`${location.origin}/`)) throw new Error('This is for the extension alone.');
    return answer(message);
  });
