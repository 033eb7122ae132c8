import { useEffect, useRef, useState } from 'preact/hooks';
import { percentText, priceText } from '../lib/price';
import type { Match, Product } from '../lib/types';
import { t } from '../lib/words';
import { Icon } from './icon';

/** Answers a product's picture, undefined where it cannot be had. */
export type LoadPicture = (imageUrl: string) => Promise<ImageBitmap | undefined>;

/** A match and the way to its picture; with `onMore` the card asks for more like it. */
export interface CardProps {
  readonly match: Match;
  readonly loadPicture: LoadPicture;
  readonly onMore?: ((product: Product) => void) | undefined;
}

/** One product with its honest similarity; opens the shop in a tab of its own. */
export function Card({ match: { product, similarity }, loadPicture, onMore }: CardProps) {
  const address = safeAddress(product.url);
  return (
    <>
      <a class="card" href={address} target="_blank" rel="noopener noreferrer">
        <Thumbnail url={product.imageUrl} load={loadPicture} />
        <span class="facts">
          {product.brand && (
            <span class="brand">
              <bdi>{product.brand}</bdi>
            </span>
          )}
          <span class="name" dir="auto">
            {product.title}
          </span>
          <span class="cost">
            {product.price && <b>{priceText(product.price)}</b>}{' '}
            <span class="soft small">
              <bdi>{product.shop}</bdi>
              {!product.inStock && ` · ${t('soldOut')}`}
            </span>
          </span>
          <span class="soft small">{t('similar', percentText(similarity))}</span>
        </span>
      </a>
      <div class="actions">
        {address && <CopyLink address={address} title={product.title} />}
        {onMore && (
          <button
            type="button"
            class="icon-button"
            aria-label={`${t('moreLike')}: ${product.title}`}
            title={t('moreLike')}
            onClick={() => onMore(product)}
          >
            <Icon name="alike" />
          </button>
        )}
      </div>
    </>
  );
}

const SAID_MS = 2_000;

function CopyLink({ address, title }: { address: string; title: string }) {
  const [said, setSaid] = useState<'linkCopied' | 'notCopied'>();
  useEffect(() => {
    const timer = said && setTimeout(() => setSaid(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    setSaid((await writeClipboard(address)) ? 'linkCopied' : 'notCopied');
  };
  const name = `${t('copyLink')}: ${title}`;
  return (
    <>
      <button type="button" class="icon-button" aria-label={name} title={t('copyLink')} onClick={() => void copy()}>
        <Icon name={said === 'linkCopied' ? 'done' : said ? 'close' : 'copy'} />
      </button>
      <span class="visually-hidden" role="status">
        {said && t(said)}
      </span>
    </>
  );
}

/** A page without https, or one that forbids it, has no clipboard: there the old command copies what it is given. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const give = (event: ClipboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData?.setData('text/plain', text);
    };
    // Without a selection the command is there only for a page that wants to copy something itself.
    const want = (event: Event): void => event.preventDefault();
    const stop = new AbortController();
    document.addEventListener('beforecopy', want, { capture: true, signal: stop.signal });
    document.addEventListener('copy', give, { capture: true, signal: stop.signal });
    const done = document.execCommand('copy');
    stop.abort();
    return done;
  }
}

/** Drawn on a canvas: a page's policy may forbid pictures from shops, never pixels that are there already. */
function Thumbnail({ url, load }: { url: string; load: LoadPicture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    void load(url).then((picture) => {
      if (picture && canvas.current && !gone) drawContained(canvas.current, picture);
    });
    return () => {
      gone = true;
    };
  }, [url, load]);
  return <canvas ref={canvas} class="thumbnail" width="136" height="170" />;
}

function drawContained(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  canvas.getContext('2d')?.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  canvas.classList.add('drawn');
}

/** Only addresses of the web become links. */
export function safeAddress(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
