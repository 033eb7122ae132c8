import { isClose } from '../lib/closeness';
import type { Mark, Marks } from '../lib/look-changes';
import { priceText } from '../lib/price';
import type { Match, ShoppedGarment } from '../lib/types';
import { number, t } from '../lib/words';
import { Card, type LoadPicture } from './card';
import { Icon } from './icon';
import './looks.css';

/** Matches shown of a garment; what is marked or chosen is shown besides. */
const SHOWN = 3;

/**
 * The garments of a picture, each under `#<prefix>-<place>`. `marks` say what changed since the last comparison; with
 * `onChoose` one product a garment can be chosen.
 */
export interface GarmentsProps {
  readonly garments: readonly ShoppedGarment[];
  readonly prefix: string;
  readonly loadPicture: LoadPicture;
  readonly marks?: Marks | undefined;
  readonly chosen?: readonly (string | null)[] | undefined;
  readonly onChoose?: (at: number, productId: string | null) => void;
}

/** See {@link GarmentsProps}. */
export function Garments({ garments, prefix, marks = [], chosen = [], ...rest }: GarmentsProps) {
  return garments.map((garment, at) => (
    <Garment
      key={at}
      id={`${prefix}-${at}`}
      title={titleOf(garments, at)}
      matches={garment.matches}
      marks={marks[at]}
      chosen={chosen[at] ?? null}
      loadPicture={rest.loadPicture}
      onChoose={rest.onChoose && ((productId) => rest.onChoose?.(at, productId))}
    />
  ));
}

/** What a garment is called among the others: the second pair of shoes is "Shoes 2". */
export function titleOf(garments: readonly ShoppedGarment[], at: number): string {
  const category = garments[at]?.category;
  const before = garments.slice(0, at).filter((other) => other.category === category).length;
  return before === 0 ? t(`category_${category}`) : `${t(`category_${category}`)} ${number(before + 1)}`;
}

interface GarmentProps extends MatchListProps {
  readonly id: string;
  readonly title: string;
}

function Garment({ id, title, ...list }: GarmentProps) {
  return (
    <section id={id} class="garment" aria-label={title}>
      <h2>{title}</h2>
      <MatchList {...list} />
    </section>
  );
}

/** Matches of one garment, with what became of them and which is chosen. */
export interface MatchListProps {
  readonly matches: readonly Match[];
  readonly loadPicture: LoadPicture;
  readonly marks?: ReadonlyMap<string, Mark> | undefined;
  readonly chosen?: string | null;
  readonly onChoose?: ((productId: string | null) => void) | undefined;
}

/** The nearest matches as cards, dimmed where none is close. */
export function MatchList({ matches, loadPicture, marks, chosen = null, onChoose }: MatchListProps) {
  const close = isClose(matches);
  const shown = matches.filter(({ product: { id } }, at) => at < SHOWN || marks?.has(id) || id === chosen);
  return (
    <>
      {!close && <p class="soft">{t(matches.length > 0 ? 'nothingClose' : 'nothingInShops')}</p>}
      <ul class={close ? 'cards' : 'cards dimmed'}>
        {shown.map((match) => {
          const { id, title } = match.product;
          const mark = marks?.get(id);
          return (
            <li key={id} class={mark?.kind === 'gone' ? 'gone' : ''}>
              <Card match={match} loadPicture={loadPicture} />
              {mark && <p class={`mark ${mark.kind}`}>{markText(mark)}</p>}
              {onChoose && (
                <button
                  type="button"
                  class="icon-button pick"
                  aria-pressed={id === chosen}
                  aria-label={t('chooseProduct', title)}
                  title={t('choose')}
                  onClick={() => onChoose(id === chosen ? null : id)}
                >
                  <Icon name="done" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function markText(mark: Mark): string {
  return mark.kind === 'new' || mark.kind === 'gone'
    ? t(`mark_${mark.kind}`)
    : t(`mark_${mark.kind}`, priceText(mark.before));
}
