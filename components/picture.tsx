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

/** A small view of a page's picture; without `alt` decoration beside its name. Empty where it cannot be had a second time. */
export function PictureOf({ source, load, alt }: { source: ImageSource; load: LoadPicture; alt?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    const draw = (picture: ImageBitmap | undefined): void => {
      if (!picture || !canvas.current || gone) return;
      canvas.current.width = picture.width;
      canvas.current.height = picture.height;
      canvas.current.getContext('2d')?.drawImage(picture, 0, 0);
    };
    const found = source.kind === 'url' ? load(source.url) : createImageBitmap(source.blob);
    found.then(draw, () => {});
    return () => {
      gone = true;
    };
  }, [source, load]);
  return <canvas ref={canvas} width="72" height="96" {...(alt ? { role: 'img' as const, 'aria-label': alt } : {})} />;
}
