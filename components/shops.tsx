import { useEffect, useRef } from 'preact/hooks';
import { sentenceText } from '../lib/error-words';
import type { ProbedShopSummary } from '../lib/messages';
import { priceText } from '../lib/price';
import { PAGE_KIND, type ShopSummary } from '../lib/shop';
import { asSentence, language, number, plural, t } from '../lib/words';
import { RemoveShop } from './remove-shop';
import { useFocusOnward } from './section';

/** A length of time in words: seconds below a minute and a half, else minutes or hours. */
function spanText(seconds: number): string {
  const [value, unit] =
    seconds < 90 ? [seconds, 'second'] : seconds < 5_400 ? [seconds / 60, 'minute'] : [seconds / 3_600, 'hour'];
  const format = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(language(), format).format(Math.max(1, Math.round(value as number)));
}

/** What an address may be typed as, and what comes of it. */
export interface AddressFormProps {
  readonly busy: boolean;
  readonly onLook: (address: string) => void;
}

/** Where the address of a shop is typed, with what the browser will ask. */
export function AddressForm({ busy, onLook }: AddressFormProps) {
  return (
    <form
      class="buttons"
      onSubmit={(event) => {
        event.preventDefault();
        const address = new FormData(event.currentTarget).get('address');
        if (!busy && typeof address === 'string' && address.trim()) onLook(address.trim());
      }}
    >
      <label class="grow">
        <span>{t('shopAddress')}</span>{' '}
        <input
          name="address"
          type="text"
          dir="ltr"
          inputMode="url"
          autocomplete="url"
          placeholder="shop.example"
          required
        />
      </label>
      {/* aria-disabled keeps the focus where it is. */}
      <button type="submit" class="button primary" aria-disabled={busy}>
        {t('shopLook')}
      </button>
      <p class="soft">{t('shopAsks')}</p>
    </form>
  );
}

/** What may be typed as one: under a code that nobody knows (RMB for CNY) a whole shop would be without prices. */
const CURRENCIES = Intl.supportedValuesOf('currency');

/** What was found at an address, before it is added. */
export interface FoundShopProps {
  readonly shop: ProbedShopSummary;
  readonly busy: boolean;
  readonly onAdd: (currency: string | undefined) => void;
  readonly onCancel: () => void;
}

/** A shop that was found: its name, a few products, what else the browser will ask, and the currency where it is unknown. */
export function FoundShop({ shop, busy, onAdd, onCancel }: FoundShopProps) {
  const box = useRef<HTMLFormElement>(null);
  useFocusOnward(box);
  // What was asked for is here: readers hear its name.
  useEffect(() => box.current?.focus(), []);
  const hosts = shop.pictureSites.map((site) => site.replace(/^.*:\/\/|\/\*$/g, ''));
  return (
    <form
      class="tile body"
      ref={box}
      tabIndex={-1}
      aria-label={shop.name}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        const currency = new FormData(event.currentTarget).get('currency');
        onAdd(typeof currency === 'string' && currency ? currency.toUpperCase() : undefined);
      }}
    >
      <strong dir="auto">{shop.name}</strong>
      <ul>
        {shop.sample.map(({ title, price }, at) => (
          <li key={at}>
            <bdi>{title}</bdi> {price && <bdi class="soft">{typeof price === 'string' ? price : priceText(price)}</bdi>}
          </li>
        ))}
      </ul>
      {hosts.length > 0 && <p class="soft">{t('shopPictures', new Intl.ListFormat(language()).format(hosts))}</p>}
      {shop.needsCurrency && (
        <label>
          {t('shopCurrency')}{' '}
          <input
            name="currency"
            type="text"
            dir="ltr"
            pattern={CURRENCIES.join('|')}
            placeholder="EUR"
            title={t('shopCurrency')}
            maxLength={3}
            size={4}
            required
            onInput={({ currentTarget }) => {
              currentTarget.value = currentTarget.value.toUpperCase();
            }}
          />
        </label>
      )}
      <div class="buttons">
        <button type="submit" class="button primary" aria-disabled={busy}>
          {t('shopAdd')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('shopNotThis')}
        </button>
      </div>
    </form>
  );
}

/** What can be done with a shop. */
export interface ShopActions {
  readonly onPause: (id: string, paused: boolean) => void;
  readonly onRefresh: (id: string) => void;
  readonly onRejected: (id: string) => void;
  readonly onRemove: (id: string) => void;
}

function stateText({ kind, stage, paused, tally, total, done, rate, left, refreshedAt }: ShopSummary): string {
  // While its list is read nobody knows of how many.
  if (paused) return total > 0 ? t('shopPaused', number(done), number(total)) : asSentence(t('paused'));
  if (stage === 'listing') return t('shopListing', number(tally.found));
  if (stage === 'pictures') {
    const progress = t('shopProgress', number(done), number(total));
    return rate && left !== undefined
      ? `${progress} · ${t('shopRate', number(rate, { maximumFractionDigits: 1 }), spanText(left))}`
      : progress;
  }
  if (stage === 'index') return t('shopIndexing');
  if (kind === PAGE_KIND) return t('shopPages');
  if (refreshedAt === 0) return '';
  const date = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(refreshedAt);
  const { fresh, changed, cheaper, gone } = tally;
  return t('shopFresh', date, ...[fresh, changed, cheaper, gone].map((count) => number(count)));
}

function ShopTile({ shop, onPause, onRefresh, onRejected, onRemove }: { shop: ShopSummary } & ShopActions) {
  const { id, name, address, kind, products, stage, paused, total, done, rejected, doubtful, unpriced, error } = shop;
  const isBusy = stage !== 'resting';
  const report = [
    ...(rejected > 0 ? [t('shopRejected', number(rejected))] : []),
    ...(doubtful > 0 ? [t('shopDoubtful', number(doubtful))] : []),
    ...(unpriced ? [t('shopUnpriced')] : []),
  ].join(' · ');
  const label = (what: string) => `${t(what)}: ${name}`;
  const button = (what: string, onClick: () => void) => (
    <button type="button" class="button" aria-label={label(what)} onClick={onClick}>
      {t(what)}
    </button>
  );
  return (
    <li class="tile body" data-shop={id}>
      <strong dir="auto">{name}</strong> <span class="soft">{plural('products', products)}</span>
      <div class="soft">
        <bdi dir="ltr">{address}</bdi>
      </div>
      {isBusy &&
        (stage === 'pictures' ? (
          <progress max={total} value={done} aria-label={name} />
        ) : (
          !paused && <progress aria-label={name} />
        ))}
      <p>{stateText(shop)}</p>
      {error && <p role="alert">{sentenceText(error) ?? t('error_ShopUnreadable')}</p>}
      <div class="buttons">
        {isBusy &&
          (paused ? button('shopGoOn', () => onPause(id, false)) : button('shopPause', () => onPause(id, true)))}
        {!isBusy && kind !== PAGE_KIND && button('shopRefresh', () => onRefresh(id))}
        {report && (
          <button
            type="button"
            class="button"
            aria-label={`${report}: ${name}`}
            title={t('exportRequests')}
            onClick={() => onRejected(id)}
          >
            {report}
          </button>
        )}
        <RemoveShop name={name} onRemove={() => onRemove(id)} />
      </div>
    </li>
  );
}

/** The shops the user added, how far they are, and the room they take. */
export function ShopList({ shops, bytes, ...actions }: { shops: readonly ShopSummary[]; bytes: number } & ShopActions) {
  const size = new Intl.NumberFormat(language(), { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  return (
    <>
      <ul class="plain">
        {shops.map((shop) => (
          <ShopTile key={shop.id} shop={shop} {...actions} />
        ))}
      </ul>
      {bytes > 0 && <p class="soft">{t('shopStorage', size.format(bytes / 1e6))}</p>}
    </>
  );
}
