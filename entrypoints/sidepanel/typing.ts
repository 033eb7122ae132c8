import { useCallback, useEffect, useRef } from 'preact/hooks';
import { keepTyped, noteTyped } from '../../lib/store/typed';
import type { LookWords } from '../../lib/types';

const PAUSE_MS = 500;

/** Hears what is typed into a look, and keeps it after a pause; what an earlier panel had no time to keep at once. */
export function useTyping(): (id: string, words: LookWords) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    keep();
    return () => {
      clearTimeout(timer.current);
      keep();
    };
  }, []);
  return useCallback((id, words) => {
    noteTyped(id, words);
    clearTimeout(timer.current);
    timer.current = setTimeout(keep, PAUSE_MS);
  }, []);
}

/** Whoever types hears nothing of it; what fails is tried again, and said, once the field is left. */
function keep(): void {
  void keepTyped();
}
