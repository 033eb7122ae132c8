import type { ComponentChildren } from 'preact';

/** Parts of a screen of which one is shown; `id` names a tab's panel, and the words are what it is called. */
export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: T; readonly words: string }[];
  readonly open: T;
  readonly onOpen: (id: T) => void;
  readonly children: ComponentChildren;
}

/** Tabs after the ARIA pattern: one stop for Tab, arrows between them. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs<T extends string>({ label, tabs, open, onOpen, children }: TabsProps<T>) {
  const move = (event: KeyboardEvent): void => {
    const list = event.currentTarget as HTMLElement;
    const forward = list.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const at = tabs.findIndex(({ id }) => id === open);
    const next = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = next === undefined ? undefined : tabs.at(next % tabs.length);
    if (!tab) return;
    event.preventDefault();
    onOpen(tab.id);
    list.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ id, words }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === open}
            aria-controls={id === open ? `panel-${id}` : undefined}
            tabIndex={id === open ? 0 : -1}
            onClick={() => onOpen(id)}
          >
            {words}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`panel-${open}`} aria-labelledby={`tab-${open}`}>
        {children}
      </div>
    </>
  );
}
