/** One choice out of a few, as radio buttons that look like one control. */
export interface SegmentsProps<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly hint?: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly word: string }[];
  readonly onChoose: (value: T) => void;
}

/** See {@link SegmentsProps}. */
export function Segments<T extends string>({ name, legend, hint, value, choices, onChoose }: SegmentsProps<T>) {
  const explained = `${name}-hint`;
  return (
    <fieldset class="segments" aria-describedby={hint && explained}>
      <legend>{legend}</legend>
      <div>
        {choices.map((one) => (
          <label key={one.value}>
            <input
              type="radio"
              name={name}
              value={one.value}
              checked={one.value === value}
              onChange={() => onChoose(one.value)}
            />
            {one.word}
          </label>
        ))}
      </div>
      {hint && <p id={explained}>{hint}</p>}
    </fieldset>
  );
}
