/**
 * The one entrance to the drawing code for the demo server, the tests and the command line.
 *
 *   drawScene({ seed, width, height, people?, framing?, backdrop?, gender? })
 *     → { svg, width, height, persons, boxes, alt }       pure, synchronous, the same answer for the same options
 *   renderScene(scene) → Promise<Buffer>                  JPEG bytes (raster.ts, sharp)
 *
 * persons: [{ box: {x, y, width, height}, gender: 'women' | 'men', framing: 'full' | 'half' | 'close' }]
 * boxes:   [{ category, box, person (index into persons), productId, visible (share of the garment not covered) }]
 * Boxes are fractions 0–1 of the picture, origin top-left, and enclose exactly the visible pixels.
 * productId is a product of the starter catalogue (starter.ts); `alt` is a plain sentence for <img alt>.
 */

import type { GarmentCategory } from '../../lib/types.ts';
import { BACKDROPS, type Backdrop, drawBackdrop } from './backdrop.ts';
import { type Gender, someone } from './body.ts';
import { anyOutfit, drawPerson, mustStand, type Outfit } from './dresser.ts';
import { type Figure, figure } from './figure.ts';
import { ownerMap, type Visible, visible } from './mask.ts';
import { anyPose, type Pose } from './pose.ts';
import { type Random, random } from './random.ts';
import { toJpeg } from './raster.ts';
import { Sheet } from './sheet.ts';
import { STARTER } from './starter.ts';

/** How much of the people is in the picture. */
export type Framing = 'full' | 'half' | 'close';

/** What to draw; everything left out is decided by the seed. Width and height in pixels. */
export interface SceneOptions {
  seed: number;
  width: number;
  height: number;
  people?: number;
  framing?: Framing;
  backdrop?: Backdrop;
  gender?: Gender;
  /** Categories left undrawn (the tests compare pictures with and without a garment). */
  omit?: readonly GarmentCategory[];
}

/** A box in fractions 0–1 of the picture. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A drawn picture with its exact answers. */
export interface Scene {
  svg: string;
  width: number;
  height: number;
  persons: { box: Box; gender: Gender; framing: Framing }[];
  boxes: { category: GarmentCategory; box: Box; person: number; productId: string; visible: number }[];
  alt: string;
}

interface Somebody {
  fig: Figure;
  outfit: Outfit;
}

const BY_ID = new Map(STARTER.map((p) => [p.id, p]));

function sit(rnd: Random, framing: Framing, alone: boolean, outfit: Outfit): Pose {
  for (let i = 0; i < 20; i++) {
    const pose = anyPose(rnd.fork(`pose${i}`), framing, alone);
    if (!(pose.seated && mustStand(outfit))) return pose;
  }
  return anyPose(rnd, 'half', alone);
}

function somebody(rnd: Random, o: SceneOptions, framing: Framing, index: number, count: number): Somebody {
  const { width: w, height: h } = o;
  const gender = o.gender ?? (rnd.chance(0.52) ? 'women' : 'men');
  const body = someone(rnd.fork('body'), gender);
  const outfit = anyOutfit(rnd.fork('outfit'), body, framing);
  const pose = sit(rnd.fork('pose'), framing, count === 1, outfit);
  const tall =
    framing === 'full' ? h / rnd.range(8.0, 8.9) : framing === 'half' ? h / rnd.range(4.1, 5.2) : h / rnd.range(2.3, 3);
  const unit = Math.min(
    tall * (gender === 'men' ? 1 : 0.95),
    (w / count) * (count === 1 ? 0.42 : framing === 'close' ? 0.5 : 0.44),
  );
  const x = w * ((index + 0.5) / count) + rnd.bell(0, 0.02) * w;
  if (framing !== 'full') {
    return { fig: figure(body, pose, [x, h * rnd.range(0.05, 0.12) + unit * 1.45], unit), outfit };
  }
  const probe = figure(body, pose, [0, 0], unit);
  return { fig: figure(body, pose, [x, h * rnd.range(0.945, 0.975) - probe.ground], unit), outfit };
}

function fraction(v: Visible, o: SceneOptions): Box {
  const [x0, y0, x1, y1] = v.box;
  return { x: x0 / o.width, y: y0 / o.height, width: (x1 - x0) / o.width, height: (y1 - y0) / o.height };
}

/** The smallest box around all visible parts of one person but bags. */
function personBox(index: number, seen: readonly Visible[], o: SceneOptions): Box | null {
  const own = seen.filter((v) => v.owner.person === index && BY_ID.get(v.owner.product ?? '')?.category !== 'handbag');
  if (own.length === 0) return null;
  const side = (i: 0 | 1 | 2 | 3) => own.map((v) => v.box[i]);
  return fraction(
    {
      owner: { person: index, product: null },
      box: [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))],
      seen: 0,
      painted: 0,
    },
    o,
  );
}

/** Draws a picture; see the head of this file. */
export function drawScene(o: SceneOptions): Scene {
  const rnd = random(o.seed).fork('scene');
  const framing = o.framing ?? (rnd.chance(0.5) ? 'full' : rnd.chance(0.6) ? 'half' : 'close');
  const chance = rnd.next();
  const count = Math.max(
    1,
    Math.min(4, o.people ?? (framing === 'close' || chance < 0.66 ? 1 : chance < 0.86 ? 2 : chance < 0.95 ? 3 : 4)),
  );
  const place = o.backdrop ?? rnd.pick(BACKDROPS);
  const sheet = new Sheet(o.width, o.height, `s${o.seed}_`);
  const people = Array.from({ length: count }, (_, i) => somebody(rnd.fork(`person${i}`), o, framing, i, count));
  const unit = Math.max(...people.map((p) => p.fig.unit));
  drawBackdrop(
    sheet,
    place,
    rnd.fork('place'),
    framing === 'full' ? 1 - (unit * rnd.range(1.3, 2.4)) / o.height : 1.25,
  );
  people.forEach((p, i) => {
    const worn = Object.fromEntries(Object.entries(p.outfit).filter(([c]) => !o.omit?.includes(c as GarmentCategory)));
    drawPerson(sheet, p.fig, worn, i, o.seed + i);
  });
  return {
    svg: sheet.svg(),
    width: o.width,
    height: o.height,
    ...answers(sheet, people, framing, o),
    alt: sentence(people, place),
  };
}

function answers(
  sheet: Sheet,
  people: readonly Somebody[],
  framing: Framing,
  o: SceneOptions,
): Pick<Scene, 'persons' | 'boxes'> {
  const seen = visible(ownerMap(sheet.silhouettes, o.width, o.height), o.width);
  const persons: Scene['persons'] = [];
  const boxes: Scene['boxes'] = [];
  people.forEach((p, i) => {
    const box = personBox(i, seen, o);
    if (!box) return;
    const person = persons.push({ box, gender: p.fig.body.gender, framing }) - 1;
    for (const v of seen.filter((s) => s.owner.person === i)) {
      const category = BY_ID.get(v.owner.product ?? '')?.category;
      const share = v.seen / Math.max(1, v.painted);
      if (!category || !v.owner.product || v.seen < 50 || share < 0.2 || v.box[3] - v.box[1] < 5) continue;
      boxes.push({ category, box: fraction(v, o), person, productId: v.owner.product, visible: share });
    }
  });
  return { persons, boxes };
}

function sentence(people: readonly Somebody[], place: Backdrop): string {
  const who = people.map((p) => {
    const main = p.outfit.dress ?? p.outfit.outerwear ?? p.outfit.topwear;
    const title = BY_ID.get(main?.id ?? '')?.title.toLowerCase() ?? 'everyday clothes';
    return `${p.fig.body.gender === 'women' ? 'a woman' : 'a man'} in ${title.split(',')[0]}`;
  });
  const where: Record<Backdrop, string> = {
    street: 'in the street',
    studio: 'in a studio',
    room: 'at home',
    park: 'in a park',
    carpet: 'on the red carpet',
    beach: 'at the beach',
  };
  return `Drawing of ${who.join(' and ')} ${where[place]}`;
}

/** JPEG bytes of a scene. */
export function renderScene(scene: Scene): Promise<Buffer> {
  return toJpeg(scene.svg);
}
