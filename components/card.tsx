import type { Match } from '../lib/types';

/** What a card needs to know. `pictureUrl` is the address to show, empty for none. */
export interface CardProps {
  readonly match: Match;
  readonly pictureUrl: string;
}

/** One product with its honest similarity; opens the shop in a tab of its own. */
export function Card({ match: { product, similarity }, pictureUrl }: CardProps) {
  const { price } = product;
  return (
    <a class="card" href={product.url} target="_blank" rel="noopener noreferrer">
      {pictureUrl && <img src={pictureUrl} alt="" width="56" height="72" />}
      <span>
        <b>{product.title}</b>
        {product.brand && <i>{product.brand}</i>}
        <i>
          {price && `${formatPrice(price.amount, price.currency)} · `}
          {product.shop} · {Math.round(similarity * 100)} % alike
        </i>
      </span>
    </a>
  );
}

function formatPrice(amount: string, currency: string): string {
  return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(Number(amount));
}
