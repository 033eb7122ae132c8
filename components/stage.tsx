import type { ShoppedGarment } from '../lib/types';
import './looks.css';
import { titleOf } from './garments';
import { Picture } from './picture';

/** A picture with a dot on every garment; a dot leads to `#<prefix>-<place>`, where its matches are. */
export interface StageProps {
  readonly picture: Blob;
  readonly alt: string;
  readonly garments: readonly ShoppedGarment[];
  readonly prefix: string;
}

/** See {@link StageProps}. */
export function Stage({ picture, alt, garments, prefix }: StageProps) {
  return (
    <div class="stage">
      <Picture blob={picture} alt={alt} />
      {garments.map(({ box }, at) => (
        <a
          key={at}
          href={`#${prefix}-${at}`}
          style={{ left: `${(box.x + box.width / 2) * 100}%`, top: `${(box.y + box.height / 2) * 100}%` }}
        >
          <span class="visually-hidden">{titleOf(garments, at)}</span>
        </a>
      ))}
    </div>
  );
}
