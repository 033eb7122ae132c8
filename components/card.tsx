import { useEffect, useRef } from 'preact/hooks';
import type { Match } from '../lib/types';
import { t } from '../lib/words';
import { percentText, priceText } from './price';

/** `loadPicture` answers the product's picture, undefined where it cannot be had. */
export interface CardProps {
  readonly match: Match;
  readonly loadPicture: (imageUrl: string) => Promise<ImageBitmap | undefined>;
}

/** One product with its honest similarity; opens the shop in a tab of its own. */
export function Card({ match: { product, similarity }, loadPicture }: CardProps) {
  const facts = [product.price && priceText(product.price), product.shop].filter(Boolean).join(' · ');
  return (
    <a class="card" href={safeAddress(product.url)} target="_blank" rel="noopener noreferrer">
      <Thumbnail url={product.imageUrl} load={loadPicture} />
      <span class="facts">
        {product.brand && <span class="brand">{product.brand}</span>}
        <span class="title">{product.title}</span>
        <span class="soft">{facts}</span>
        <span class="soft">{t('similar', percentText(similarity))}</span>
      </span>
    </a>
  );
}

/** Drawn on a canvas: a page's policy may forbid pictures from shops, never pixels that are there already. */
function Thumbnail({ url, load }: { url: string; load: CardProps['loadPicture'] }) {
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
  return <canvas ref={canvas} class="thumbnail" width="128" height="160" />;
}

function drawContained(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  canvas.getContext('2d')?.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
}

/** Only addresses of the web become links. */
export function safeAddress(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
