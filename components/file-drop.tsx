import { useState } from 'preact/hooks';
import { t } from '../lib/words';
import { Icon } from './icon';
import type { Task } from './task';

/** `accept` as in HTML; `id` names the input; `run` says why files were not taken. */
export interface FileDropProps extends Pick<Task, 'run'> {
  readonly id: string;
  readonly words: string;
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** A place to drop a file on, or to choose one by mouse or keyboard. */
export function FileDrop({ id, words, accept, onFile, run }: FileDropProps) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    // Which of several is meant nobody knows: taking one would look as if all had been.
    if (files && files.length > 1) void run(async () => t('oneFile'));
    else if (files?.[0]) onFile(files[0]);
  };
  return (
    <label
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <Icon name="file" />
      {words}
      <input
        id={id}
        class="visually-hidden"
        type="file"
        accept={accept}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
