import { useState } from 'preact/hooks';
import { Icon } from './icon';

/** `accept` as in HTML; `id` names the input. */
export interface FileDropProps {
  readonly id: string;
  readonly words: string;
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** A place to drop a file on, or to choose one by mouse or keyboard. */
export function FileDrop({ id, words, accept, onFile }: FileDropProps) {
  const [over, setOver] = useState(false);
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
        const file = event.dataTransfer?.files[0];
        if (file) onFile(file);
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
          const file = currentTarget.files?.[0];
          if (file) onFile(file);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
