import { type Color, darker, lighter, mix } from './color.ts';
import type { Light } from './shade.ts';

/** How skin takes the light. */
export function skinLight(skin: Color): Light {
  return { dark: mix(darker(skin, 0.55), '#5a1f14', 0.25), light: lighter(skin, 0.7), deep: 0.62, gloss: 0.6 };
}
