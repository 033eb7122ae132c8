import { browser } from 'wxt/browser';

/** Elements of HTML that may have a shadow root, besides those with a name of their own. */
const HOSTS = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);

/** Name of the overlay's own element: no part of the page. */
export const OVERLAY_NAME = 'buy-me-that-look';

/** The shadow root of an element, also a closed one, which only extensions can ask for. */
export function shadowOf(element: Element): ShadowRoot | null {
  if (element.localName === OVERLAY_NAME) return null;
  if (element.shadowRoot) return element.shadowRoot;
  if (!(element instanceof HTMLElement) || !mayHost(element)) return null;
  try {
    return browser.dom?.openOrClosedShadowRoot(element) ?? null;
  } catch {
    return null; // the extension was updated or switched off under a page that is still open
  }
}

/** Whether an element can have a shadow root. */
export function mayHost(element: Element): boolean {
  return HOSTS.has(element.localName) || isCustom(element);
}

/** Whether an element is defined by a script, so that its shadow root may come later than itself. */
export function isCustom(element: Element): boolean {
  return element.localName.includes('-') && element.localName !== OVERLAY_NAME;
}

/** The element that a picture is drawn inside of: slots and shadow hosts count. */
export function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** Whether `inner` is `outer` or is drawn inside of it, shadow roots crossed. */
export function holds(outer: Element, inner: Element): boolean {
  for (let up: Element | null = inner; up; up = parentOf(up)) if (up === outer) return true;
  return false;
}

/** Elements at a point of the viewport, topmost first, each shadow host followed into its root. */
export function stackAt(x: number, y: number, root: Document | ShadowRoot = document): Element[] {
  const stack: Element[] = [];
  for (const element of root.elementsFromPoint(x, y)) {
    if (element.getRootNode() !== root) continue; // a shadow root also lists what lies around its host
    const inner = shadowOf(element);
    if (inner) stack.push(...stackAt(x, y, inner));
    stack.push(element);
  }
  return stack;
}
