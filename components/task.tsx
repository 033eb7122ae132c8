import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { errorText } from '../lib/error-words';
import { t } from '../lib/words';

/** Work that a person started and how it goes. */
export interface Task {
  /** Runs `work`, says that it runs, then what it answers; an error becomes a sentence. True when it went well. */
  readonly run: (work: () => Promise<string>) => Promise<boolean>;
  readonly spoken: string;
  readonly error: string;
}

/** One place of a screen that says what happens. */
export function useTask(): Task {
  const [spoken, setSpoken] = useState('');
  const [error, setError] = useState('');
  const last = useRef(0);
  const run = useCallback(async (work: () => Promise<string>) => {
    const turn = ++last.current;
    // Work that ends without a word leaves those of what began after it.
    const speak = (words: string): void => {
      if (words || turn === last.current) setSpoken(words);
    };
    setError('');
    setSpoken(t('working'));
    try {
      speak(await work());
      return true;
    } catch (reason) {
      speak('');
      setError(errorText(reason));
      return false;
    }
  }, []);
  return { run, spoken, error };
}

/** What to offer, for example to undo; `said` is what was done, which stays beside it whatever else is said. */
export interface Offer {
  readonly said: string;
  readonly word: string;
  readonly onTake: () => void;
}

/** The words of a task over the foot of the screen; both regions are always there, so that readers hear changes. */
export function Toasts({ task: { spoken, error }, offer }: { task: Task; offer?: Offer | undefined }) {
  const taken = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // What was pressed has gone with what it deleted: the focus goes on to the way back, never from anybody's hands.
    if (offer && document.activeElement === document.body) taken.current?.focus();
  }, [offer]);
  return (
    <div class="toasts">
      <div role="status">
        {offer && (
          <p class="toast">
            {offer.said}
            <button type="button" class="button quiet" ref={taken} onClick={offer.onTake}>
              {offer.word}
            </button>
          </p>
        )}
        {spoken && spoken !== offer?.said && <p class="toast">{spoken}</p>}
      </div>
      <div role="alert">{error && <p class="toast alert">{error}</p>}</div>
    </div>
  );
}
