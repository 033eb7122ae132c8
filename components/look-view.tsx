import { useEffect, useRef } from 'preact/hooks';
import { isClose } from '../lib/closeness';
import { tagsOf, totals } from '../lib/looks';
import { priceText } from '../lib/price';
import type { Look, ShoppedGarment } from '../lib/types';
import { language, number, plural, t } from '../lib/words';
import { Card, type LoadPicture, safeAddress } from './card';
import './looks.css';
import { Picture } from './picture';

/** A look and what may be changed of it. */
export interface LookViewProps {
  readonly look: Look;
  readonly loadPicture: LoadPicture;
  readonly onBack: () => void;
  readonly onChange: (change: Partial<Pick<Look, 'title' | 'note' | 'tags'>>) => void;
  readonly onDelete: () => void;
}

const SHOWN = 3;

/** One saved look: its picture with dots, what it costs, every garment with its best matches. */
export function LookView({ look, loadPicture, onBack, onChange, onDelete }: LookViewProps) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const { garments } = look.result;
  return (
    <article class="look-view">
      <div class="bar">
        <button type="button" class="button" ref={back} onClick={onBack}>
          {t('allLooks')}
        </button>
        <button type="button" class="button quiet danger" onClick={onDelete}>
          {t('delete')}
        </button>
      </div>
      <h1 class="visually-hidden">{look.title}</h1>
      <Stage look={look} />
      <Heading look={look} onChange={onChange} />
      <Total garments={garments} />
      {garments.map((garment, at) => (
        <Garment
          key={at}
          id={`garment-${at}`}
          title={titleOf(garments, at)}
          garment={garment}
          loadPicture={loadPicture}
        />
      ))}
      <Remarks look={look} onChange={onChange} />
    </article>
  );
}

function Stage({ look }: { look: Look }) {
  return (
    <div class="stage">
      <Picture blob={look.picture} alt={look.title} />
      {look.result.garments.map(({ category, box }, at) => (
        <a
          key={at}
          href={`#garment-${at}`}
          style={{ left: `${(box.x + box.width / 2) * 100}%`, top: `${(box.y + box.height / 2) * 100}%` }}
        >
          <span class="visually-hidden">{t(`category_${category}`)}</span>
        </a>
      ))}
    </div>
  );
}

function Heading({ look, onChange }: Pick<LookViewProps, 'look' | 'onChange'>) {
  const address = safeAddress(look.pageUrl);
  const date = new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(look.savedAt);
  return (
    <>
      <input
        class="heading"
        type="text"
        aria-label={t('title')}
        value={look.title}
        maxLength={200}
        onChange={({ currentTarget }) => {
          const title = currentTarget.value.trim();
          if (title) onChange({ title });
          else currentTarget.value = look.title;
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

function Total({ garments }: { garments: readonly ShoppedGarment[] }) {
  const { counted, sums } = totals(garments);
  if (counted === 0) return null;
  return (
    <p class="total">
      {t('totalCheapest', '')} <b>{sums.map(priceText).join(' + ')}</b>{' '}
      <span class="soft small">{plural('garments', counted)}</span>
    </p>
  );
}

/** What a garment is called among the others: the second pair of shoes is "Shoes 2". */
function titleOf(garments: readonly ShoppedGarment[], at: number): string {
  const category = garments[at]?.category;
  const before = garments.slice(0, at).filter((other) => other.category === category).length;
  return before === 0 ? t(`category_${category}`) : `${t(`category_${category}`)} ${number(before + 1)}`;
}

interface GarmentProps {
  readonly id: string;
  readonly title: string;
  readonly garment: ShoppedGarment;
  readonly loadPicture: LoadPicture;
}

function Garment({ id, title, garment, loadPicture }: GarmentProps) {
  const { matches } = garment;
  const close = isClose(matches);
  return (
    <section id={id} class="garment" aria-label={title}>
      <h2>{title}</h2>
      {!close && <p class="soft">{t(matches.length > 0 ? 'nothingClose' : 'nothingInShops')}</p>}
      <ul class={close ? 'cards' : 'cards dimmed'}>
        {matches.slice(0, SHOWN).map((match) => (
          <li key={match.product.id}>
            <Card match={match} loadPicture={loadPicture} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Remarks({ look, onChange }: Pick<LookViewProps, 'look' | 'onChange'>) {
  return (
    <>
      <label class="field">
        <span>{t('note')}</span>
        <textarea rows={3} maxLength={5_000} onChange={({ currentTarget }) => onChange({ note: currentTarget.value })}>
          {look.note}
        </textarea>
      </label>
      <label class="field">
        <span>{t('tags')}</span>
        <input
          type="text"
          value={(look.tags ?? []).join(', ')}
          placeholder={t('tagsHint')}
          onChange={({ currentTarget }) => onChange({ tags: tagsOf(currentTarget.value) })}
        />
      </label>
    </>
  );
}
