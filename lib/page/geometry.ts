import { ofLayer, pixelsOf, splitLayers } from './css';

/** A rectangle in CSS pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height, in any unit. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The drawn area of a picture in `content` by CSS' object-fit and object-position (percentages, pixels, calc). */
export function fitted(content: Area, natural: Size, fit: string, position: string): Area {
  if (fit === 'fill' || natural.width <= 0 || natural.height <= 0) return content;
  const contain = Math.min(content.width / natural.width, content.height / natural.height);
  const cover = Math.max(content.width / natural.width, content.height / natural.height);
  const scale = fit === 'cover' ? cover : fit === 'none' ? 1 : fit === 'scale-down' ? Math.min(1, contain) : contain;
  return placed(content, { width: natural.width * scale, height: natural.height * scale }, position);
}

/**
 * What of a picture CSS' object-view-box shows, in its own pixels, from the computed style, which always is an `inset`;
 * undefined where that is all of it. https://drafts.csswg.org/css-images-5/#propdef-object-view-box
 */
export function viewBoxOf(natural: Size, style: string): Area | undefined {
  const inset = /^inset\((.*)\)$/.exec(style)?.[1];
  if (inset === undefined || natural.width <= 0 || natural.height <= 0) return undefined;
  const sides = splitLayers(inset.replace(/\s*round .*$/, ''), ' ');
  const [top = '0px', right = top, bottom = top, left = right] = sides;
  const x = pixelsOf(left, natural.width) ?? 0;
  const y = pixelsOf(top, natural.height) ?? 0;
  const width = natural.width - x - (pixelsOf(right, natural.width) ?? 0);
  const height = natural.height - y - (pixelsOf(bottom, natural.height) ?? 0);
  // One without an area counts as none.
  return width > 0 && height > 0 ? { left: x, top: y, width, height } : undefined;
}

/** Where all of a picture would be drawn, if what `view` shows of it is drawn at `drawn`. */
export function aroundView(drawn: Area, view: Area, natural: Size): Area {
  const [across, down] = [drawn.width / view.width, drawn.height / view.height];
  return {
    left: drawn.left - view.left * across,
    top: drawn.top - view.top * down,
    width: natural.width * across,
    height: natural.height * down,
  };
}

/**
 * The drawn area of one layer of a CSS background (also a mask) in its positioning area, from computed styles; of a
 * repeated one the first tile. https://drafts.csswg.org/css-backgrounds/#background-size
 */
export function backgroundArea(
  content: Area,
  natural: Size,
  { size, position, layer }: { size: string; position: string; layer: number },
): Area {
  const wanted = ofLayer(size, layer);
  if (wanted === 'cover' || wanted === 'contain') {
    return fitted(content, natural, wanted, ofLayer(position, layer));
  }
  const [first = 'auto', second = 'auto'] = splitLayers(wanted, ' ');
  const ratio = natural.height > 0 ? natural.width / natural.height : 1;
  const across = pixelsOf(first, content.width);
  const down = pixelsOf(second, content.height);
  const width = across ?? (down === undefined ? natural.width : down * ratio);
  const height = down ?? (across === undefined ? natural.height : across / ratio);
  return placed(content, { width, height }, ofLayer(position, layer));
}

/** The drawn area of an SVG image by its preserveAspectRatio, in any unit. */
export function svgArea(content: Area, natural: Size, rule: string): Area {
  const [align = 'xMidYMid', meet = 'meet'] = rule.trim().split(/\s+/);
  if (align === 'none') return content;
  const part = (name: string | undefined): string => ({ Min: '0%', Max: '100%' })[name ?? ''] ?? '50%';
  const [, x, y] = /^x(Min|Mid|Max)Y(Min|Mid|Max)$/.exec(align) ?? [];
  return fitted(content, natural, meet === 'slice' ? 'cover' : 'contain', `${part(x)} ${part(y)}`);
}

function placed(content: Area, { width, height }: Size, position: string): Area {
  const [x = '50%', y = '50%'] = splitLayers(position, ' ');
  return {
    left: content.left + (pixelsOf(x, content.width - width) ?? (content.width - width) / 2),
    top: content.top + (pixelsOf(y, content.height - height) ?? (content.height - height) / 2),
    width,
    height,
  };
}
