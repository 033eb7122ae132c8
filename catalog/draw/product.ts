import { dummy } from './body.ts';
import { figure } from './figure.ts';
import { handbag } from './garments/bags.ts';
import type { Garment } from './garments/garment.ts';
import { eyewear } from './garments/glasses.ts';
import { headwear } from './garments/hats.ts';
import { extent, type Point } from './path.ts';
import { FLAT } from './pose.ts';
import { hashText } from './random.ts';
import { spot } from './shade.ts';
import { Sheet } from './sheet.ts';
import { layers, stitch } from './wardrobe.ts';

function paint(garment: Garment, size: number, origin: Point, unit: number): Sheet {
  const sheet = new Sheet(size, size, 'p');
  const fig = figure(dummy(garment.gender === 'women' ? 'women' : 'men'), FLAT, origin, unit, true);
  const s = stitch(sheet, fig, garment, { person: null, product: garment.id }, hashText('flat'));
  const seat = { origin, angle: 0, scale: unit, squash: 1 };
  if (garment.category === 'eyewear') eyewear(s, seat);
  else if (garment.category === 'handbag') handbag(s, seat);
  else if (garment.category === 'headwear') headwear(s, seat);
  else {
    const l = layers(s);
    l.behind?.();
    for (const side of [0, 1] as const) l.sleeve?.(side);
    l.torso?.();
  }
  return sheet;
}

/** The product picture: the garment alone on white, as a shop shows it. Returns an SVG document. */
export function drawProduct(garment: Garment, size: number): string {
  const measure = extent(paint(garment, size, [0, 0], 100).silhouettes.flatMap((s) => s.line));
  const [w, h] = [measure[2] - measure[0], measure[3] - measure[1]];
  const unit = Math.min((size * 0.88) / w, (size * 0.9) / h) * 100;
  const origin: Point = [
    size / 2 - ((measure[0] + measure[2]) / 200) * unit,
    size / 2 - ((measure[1] + measure[3]) / 200) * unit,
  ];
  const ground = new Sheet(size, size, 'g');
  ground.fill(
    [
      [0, 0],
      [size, 0],
      [size, size],
      [0, size],
    ],
    '#ffffff',
  );
  const base = size / 2 + (h / 200) * unit;
  if (['footwear', 'handbag'].includes(garment.category))
    spot(ground, [size / 2, base - 2], (w / 200) * unit * 1.05, size * 0.03, '#000000', 0.28);
  return ground.svg().replace('</svg>', `${paint(garment, size, origin, unit).svg()}</svg>`);
}
