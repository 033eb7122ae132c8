import { useEffect, useRef } from 'preact/hooks';
import type { Marks } from '../lib/look-changes';
import { tagsOf } from '../lib/looks';
import type { GenderChoice } from '../lib/similar';
import type { Look, LookWords } from '../lib/types';
import { language, t } from '../lib/words';
import { safeAddress } from './card';
import { Garments } from './garments';
import { Icon } from './icon';
import { LookTotal } from './look-total';
import './looks.css';
import type { MatchTasks } from './match-list';
import { type DotPlace, Stage } from './stage';

/**
 * A look and what may be done with it. `genders` say for whom its products are asked for, `marks` are of the comparison just
 * made; `busy` while one is under way.
 */
export interface LookViewProps {
  readonly look: Look;
  readonly genders: readonly GenderChoice[];
  readonly marks?: Marks | undefined;
  readonly busy: boolean;
  readonly places: readonly DotPlace[];
  readonly tasks: MatchTasks;
  readonly onBack: () => void;
  readonly onChange: (change: LookWords) => void;
  /** The same with every letter: in a panel that is closed no field says that it has changed. */
  readonly onTyped: (change: LookWords) => void;
  readonly onChoose: (at: number, productId: string | null) => void;
  readonly onCompare: () => void;
  readonly onDelete: () => void;
}

const PREFIX = 'garment';
const SEPARATOR = ', ';

/** One saved look: its picture with dots, what it costs, every garment with its best matches. */
export function LookView({ look, genders, marks, busy, places, tasks, ...told }: LookViewProps) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const { garments } = look.result;
  return (
    <article class="look-view">
      <div class="bar">
        <button type="button" class="button with-icon" ref={back} onClick={told.onBack}>
          <Icon name="back" />
          {t('allLooks')}
        </button>
        <button type="button" class="button quiet danger" onClick={told.onDelete}>
          {t('delete')}
        </button>
      </div>
      <h1 class="visually-hidden">{look.title}</h1>
      <Stage
        picture={{ kind: 'blob', blob: look.picture, pageUrl: look.pageUrl }}
        alt={look.title}
        garments={garments}
        places={places}
        prefix={PREFIX}
        load={tasks.loadPicture}
      />
      <Heading look={look} {...told} />
      <LookTotal look={look} />
      <Compare look={look} busy={busy} onCompare={told.onCompare} />
      <Garments
        garments={garments}
        prefix={PREFIX}
        genders={genders}
        marks={marks}
        chosen={look.chosen}
        onChoose={told.onChoose}
        {...tasks}
      />
      <Remarks look={look} {...told} />
    </article>
  );
}

function Compare({ look: { checkedAt }, busy, onCompare }: Pick<LookViewProps, 'look' | 'busy' | 'onCompare'>) {
  const format = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div class="compare">
      {/* aria-disabled keeps the focus where it is while the answer is awaited. */}
      <button type="button" class="button" aria-disabled={busy} onClick={() => !busy && onCompare()}>
        {t('lookAgain')}
      </button>
      {checkedAt !== undefined && <span class="soft small">{t('checkedOn', format.format(checkedAt))}</span>}
    </div>
  );
}

type WordsProps = Pick<LookViewProps, 'look' | 'onChange' | 'onTyped'>;

function Heading({ look, onChange, onTyped }: WordsProps) {
  // A title that was deleted letter by letter comes back whole.
  const before = useRef(look.title);
  const address = safeAddress(look.pageUrl);
  const date = new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(look.savedAt);
  return (
    <>
      <input
        class="heading"
        type="text"
        aria-label={t('title')}
        defaultValue={look.title}
        maxLength={200}
        onFocus={() => {
          before.current = look.title;
        }}
        onInput={({ currentTarget }) => onTyped({ title: currentTarget.value.trim() || before.current })}
        onChange={({ currentTarget }) => {
          const title = currentTarget.value.trim() || before.current;
          currentTarget.value = title;
          onChange({ title });
        }}
      />
      <p class="soft small">
        {date}
        {address && (
          <>
            {' · '}
            <a href={address} target="_blank" rel="noopener noreferrer">
              {t('openPage')}
            </a>
          </>
        )}
      </p>
    </>
  );
}

/** Default values: what is being typed stays when the look is drawn anew because another field was kept. */
function Remarks({ look, onChange, onTyped }: WordsProps) {
  return (
    <>
      <label class="field">
        <span>{t('note')}</span>
        <textarea
          rows={3}
          maxLength={5_000}
          defaultValue={look.note}
          onInput={({ currentTarget }) => onTyped({ note: currentTarget.value })}
          onChange={({ currentTarget }) => onChange({ note: currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{t('tags')}</span>
        <input
          type="text"
          defaultValue={(look.tags ?? []).join(SEPARATOR)}
          placeholder={t('tagsHint')}
          onInput={({ currentTarget }) => onTyped({ tags: tagsOf(currentTarget.value) })}
          onChange={({ currentTarget }) => {
            const tags = tagsOf(currentTarget.value);
            currentTarget.value = tags.join(SEPARATOR);
            onChange({ tags });
          }}
        />
      </label>
    </>
  );
}
