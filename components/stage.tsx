import { titleOf } from '../lib/garment-title';
import type { ImageSource, ShoppedGarment } from '../lib/types';
import type { LoadPicture } from './card';
import './looks.css';
import { Picture, PictureOf } from './picture';

/** Where a dot is put, in fractions of the picture. */
export interface DotPlace {
  readonly x: number;
  readonly y: number;
}

/**
 * A picture with a dot on every garment; a dot leads to `#<prefix>-<place>`, where its matches are. `places` has one
 * place a garment.
 */
export interface StageProps {
  readonly picture: ImageSource;
  readonly alt: string;
  readonly garments: readonly ShoppedGarment[];
  readonly places: readonly DotPlace[];
  readonly prefix: string;
  readonly load: LoadPicture;
}

/** See {@link StageProps}. */
export function Stage({ picture, alt, garments, places, prefix, load }: StageProps) {
  return (
    <div class="stage">
      {picture.kind === 'blob' ? (
        <Picture blob={picture.blob} alt={alt} />
      ) : (
        // The policy of the extension lets no page picture in by address: it is drawn.
        <PictureOf source={picture} load={load} alt={alt} />
      )}
      {places.map(({ x, y }, at) => (
        <a key={at} href={`#${prefix}-${at}`} style={{ left: `${x * 100}%`, top: `${y * 100}%` }}>
          <span class="visually-hidden">{titleOf(garments, at)}</span>
        </a>
      ))}
    </div>
  );
}
