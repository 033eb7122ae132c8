import { useEffect, useRef, useState } from 'preact/hooks';
import type { ImageSource } from '../lib/types';
import type { LoadPicture } from './card';

/** A stored picture. */
export function Picture({ blob, alt }: { blob: Blob; alt: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return <img src={address} alt={alt} />;
}

/** Pixels of the longer side of a small view. */
const LONGEST_SIDE = 320;

/** The size of a small view: a picture that is smaller stays as it is. */
export function smallSize({ width, height }: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly height: number;
} {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A small view of a page's picture; without `alt` decoration beside its name. Empty where it cannot be had a second time. */
export function PictureOf({ source, load, alt }: { source: ImageSource; load: LoadPicture; alt?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    const draw = (picture: ImageBitmap | undefined): void => {
      if (!picture || !canvas.current || gone) return;
      const { width, height } = smallSize(picture);
      Object.assign(canvas.current, { width, height });
      canvas.current.getContext('2d')?.drawImage(picture, 0, 0, width, height);
    };
    // A page's own picture may be as large as it likes, and a list has many: nothing of it stays but what is seen.
    const drawn = (picture: ImageBitmap): void => {
      draw(picture);
      picture.close();
    };
    if (source.kind === 'url') load(source.url).then(draw, () => {});
    else createImageBitmap(source.blob).then(drawn, () => {});
    return () => {
      gone = true;
    };
  }, [source, load]);
  return <canvas ref={canvas} width="72" height="96" {...(alt ? { role: 'img' as const, 'aria-label': alt } : {})} />;
}
