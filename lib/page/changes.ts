import { CONTENT_SELECTOR, hasContent } from './shows';

/** What changed on a page. */
export interface ChangeListener {
  /** A subtree was added, or styles in it may have changed. */
  subtree(node: Node): void;
  /** An element that can show a picture is there now, or shows another one perhaps. */
  picture(element: Element): void;
  /** Elements were removed somewhere. */
  removed(): void;
}

/** Observes documents and shadow roots. */
export interface Changes {
  observe(root: Document | ShadowRoot): void;
}

/** Attributes that change what an element shows, and those that may change styles of everything in it. */
const OF_PICTURES = ['src', 'srcset', 'sizes', 'poster', 'href', 'type', 'width', 'height'];
const OF_STYLE = ['style', 'class', 'hidden', 'open'];
/** Media events that do not bubble, yet can be caught on their way down. */
const MEDIA = ['load', 'loadeddata', 'pause', 'play', 'seeked'];

/** What opens, or is chosen where styles go by it, shows what had no size before: no attribute tells of either. */
const SHOWING = ['toggle', 'change'];

/** Tells of changes until `signal` aborts. Callbacks come in the page's own turn: they must be quick. */
export function observeChanges(listener: ChangeListener, signal: AbortSignal): Changes {
  const known = new WeakSet<Node>();
  const observer = new MutationObserver((records) => {
    for (const record of records) note(record, listener);
  });
  signal.addEventListener('abort', () => observer.disconnect());
  return {
    observe(root) {
      if (known.has(root) || signal.aborted) return;
      known.add(root);
      observer.observe(root, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: [...OF_PICTURES, ...OF_STYLE],
      });
      for (const name of MEDIA)
        root.addEventListener(name, (event) => onLoad(event, listener), { capture: true, signal });
      for (const name of SHOWING)
        root.addEventListener(name, ({ target }) => onShown(target, root, listener), { capture: true, signal });
    },
  };
}

function note({ type, target, addedNodes, removedNodes, attributeName }: MutationRecord, told: ChangeListener): void {
  if (removedNodes.length > 0) told.removed();
  for (const node of addedNodes) {
    if (!(node instanceof Element)) continue;
    if (isSheet(node)) told.subtree(document);
    if (hasContent(node)) told.picture(node);
    // Images are met at once, without waiting for a walk: asking for them needs neither style nor layout.
    for (const picture of node.querySelectorAll(CONTENT_SELECTOR)) told.picture(picture);
    told.subtree(node);
  }
  if (type !== 'attributes' || !(target instanceof Element)) return;
  if (hasContent(target)) told.picture(target);
  else if (target instanceof HTMLSourceElement && target.parentElement) told.subtree(target.parentElement);
  else if (OF_STYLE.includes(attributeName ?? '')) told.subtree(target);
}

function onLoad({ target }: Event, told: ChangeListener): void {
  if (!(target instanceof Element)) return;
  if (hasContent(target)) told.picture(target);
  else if (isSheet(target)) told.subtree(document);
}

function onShown(target: EventTarget | null, root: Node, told: ChangeListener): void {
  if (!(target instanceof Element)) return;
  if (target.localName !== 'input') told.subtree(target);
  else if (target.matches('[type="checkbox" i], [type="radio" i]')) told.subtree(root);
}

function isSheet(element: Element): boolean {
  return (
    element.localName === 'style' || (element.localName === 'link' && element.getAttribute('rel') === 'stylesheet')
  );
}
