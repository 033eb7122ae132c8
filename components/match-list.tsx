import { useRef, useState } from 'preact/hooks';
import { isClose } from '../lib/closeness';
import type { Mark } from '../lib/look-changes';
import { cheapestClose } from '../lib/looks';
import { priceText } from '../lib/price';
import type { GenderChoice } from '../lib/similar';
import type { Match, Product } from '../lib/types';
import { t } from '../lib/words';
import { Alike } from './alike';
import { Card, type LoadPicture } from './card';
import { Icon } from './icon';
import './looks.css';
import { NoMatches, type NoMatchesProps } from './no-matches';

/** Matches shown of a garment at first; the cheapest, what is marked and what is chosen is shown besides. */
const SHOWN = 3;

/** What a list of matches asks of the screen around it. */
export interface MatchTasks extends NoMatchesProps {
  readonly loadPicture: LoadPicture;
  /** Asks for more like a product; undefined when that fails. */
  readonly onMore: (product: Product) => Promise<readonly Match[] | undefined>;
}

/** Matches of one garment, with what became of them and which is chosen. */
export interface MatchListProps extends MatchTasks {
  readonly title: string;
  readonly matches: readonly Match[];
  /** For whom they were asked for. */
  readonly gender?: GenderChoice | undefined;
  readonly marks?: ReadonlyMap<string, Mark> | undefined;
  readonly chosen?: string | null;
  readonly onChoose?: ((productId: string | null) => void) | undefined;
}

/** The nearest matches as cards; where none is close they wait behind one click. */
export function MatchList(props: MatchListProps) {
  const { title, matches, gender, marks, chosen = null, loadPicture, onMore, hasShops, onAddShop } = props;
  const [all, setAll] = useState(false);
  const [anyway, setAnyway] = useState(false);
  const [like, setLike] = useState<Product>();
  const list = useRef<HTMLUListElement>(null);
  const close = isClose(matches);
  /** The button goes away: the focus moves on to the first card it brought. */
  const reveal = (show: () => void): void => {
    const before = list.current?.querySelectorAll('a').length ?? 0;
    show();
    requestAnimationFrame(() => list.current?.querySelectorAll('a')[before]?.focus());
  };
  if (like) {
    const back = (): void => {
      setLike(undefined);
      requestAnimationFrame(() => list.current?.querySelector('a')?.focus());
    };
    return (
      <Alike
        key={like.id}
        product={like}
        back={title}
        ask={onMore}
        onMore={setLike}
        onBack={back}
        {...{ loadPicture }}
      />
    );
  }
  if (matches.length === 0)
    return <NoMatches small gender={gender ?? 'off'} hasShops={hasShops} onAddShop={onAddShop} />;
  const cheapest = cheapestClose(matches)?.id;
  const named = ({ id }: Product): boolean => marks?.has(id) || id === chosen || id === cheapest;
  const first = close || anyway ? SHOWN : 0;
  const shown = all ? matches : matches.filter(({ product }, at) => at < first || named(product));
  return (
    <>
      {!close && <p class="soft">{t('nothingClose')}</p>}
      <ul class={close ? 'cards' : 'cards dimmed'} ref={list}>
        {shown.map((match) => (
          <MatchItem key={match.product.id} match={match} {...props} onLike={setLike} />
        ))}
      </ul>
      {first === 0 && (
        <button type="button" class="button small nearest" onClick={() => reveal(() => setAnyway(true))}>
          {t('showNearest')}
        </button>
      )}
      {first > 0 && shown.length < matches.length && (
        <button
          type="button"
          class="button quiet small"
          aria-label={`${t('showMore')}: ${title}`}
          onClick={() => reveal(() => setAll(true))}
        >
          {t('showMore')}
        </button>
      )}
    </>
  );
}

interface MatchItemProps extends MatchListProps {
  readonly match: Match;
  readonly onLike: (product: Product) => void;
}

function MatchItem({ match, marks, chosen = null, onChoose, onLike, loadPicture }: MatchItemProps) {
  const { id, title } = match.product;
  const mark = marks?.get(id);
  return (
    <li class={mark?.kind === 'gone' ? 'gone' : ''}>
      <Card match={match} loadPicture={loadPicture} onMore={onLike} />
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
}

function markText(mark: Mark): string {
  return mark.kind === 'new' || mark.kind === 'gone'
    ? t(`mark_${mark.kind}`)
    : t(`mark_${mark.kind}`, priceText(mark.before));
}
