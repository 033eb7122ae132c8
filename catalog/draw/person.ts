import { around, bareAt, type Figure, type Side, sign } from './figure.ts';
import { capped } from './garments/cut.ts';
import { at, outline, type Point, place, smooth } from './path.ts';
import { type Light, shadeEdge, shadeTube, spot } from './shade.ts';
import type { Owner, Sheet } from './sheet.ts';
import { skinLight } from './skin.ts';

/** Legs and bare feet. */
export function drawLegs(sheet: Sheet, fig: Figure, owner: Owner): void {
  const light = skinLight(fig.body.skin);
  for (const side of [0, 1] as const) {
    const l = fig.legs[side];
    const t = around(
      fig,
      l,
      0,
      1,
      [0, 0.17, 0.33, 0.5, 0.67, 0.83, 1].map((k) => bareAt(fig, l, k)),
    );
    const foot = Math.sign(fig.pose.legs[side].toe || sign(side)) * Math.max(0.5, Math.abs(fig.pose.legs[side].toe));
    sheet.fill(
      place(
        smooth(
          [
            [-0.17, -0.02],
            [-0.18, 0.2],
            [0.3, 0.22],
            [0.66, 0.2],
            [0.6, 0.12],
            [0.12, -0.08],
          ],
          4,
          true,
        ),
        l.end,
        0,
        fig.unit * 0.9,
        foot,
      ),
      fig.body.skin,
      1,
      owner,
    );
    sheet.fill(outline(t), fig.body.skin, 1, owner);
    sheet.clip(outline(t), () => shadeTube(sheet, t, light));
  }
}

/** Trunk and neck. */
export function drawTrunk(sheet: Sheet, fig: Figure, owner: Owner): void {
  const light = skinLight(fig.body.skin);
  const steps = [-0.6, -0.3, -0.1, 0, 0.07, 0.2, 0.36, 0.66, 0.95, 1.2, 1.5, 1.8, 2.1, 2.4];
  // Kept a little inside the shoulder seams, so that no skin shows above a garment.
  const inset = (v: number) => (v > 0.03 && v < 0.5 ? -0.05 : -0.005);
  const l = steps.map((v) => fig.edge(0, v, inset(v)));
  const r = steps.map((v) => fig.edge(1, v, inset(v)));
  const line = [...smooth(l, 4), ...smooth(r, 4).reverse()];
  sheet.fill(line, fig.body.skin, 1, owner);
  sheet.clip(line, () => {
    shadeEdge(sheet, line, light, fig.unit * 0.07, 0.8);
    spot(sheet, fig.front(0.03, -0.26), fig.unit * 0.4, fig.unit * 0.3, light.dark, 0.7);
    for (const k of [-1, 1])
      sheet.stroke(
        smooth([fig.front(k * 0.05, 0.16), fig.front(k * 0.3, 0.1), fig.front(k * 0.62, 0.13)], 5),
        light.dark,
        fig.unit * 0.03,
        0.2,
      );
  });
}

/** An arm with its hand. */
export function drawArm(sheet: Sheet, fig: Figure, side: Side, owner: Owner): void {
  const light = skinLight(fig.body.skin);
  const l = fig.arms[side];
  if (fig.pose.arms[side].hand !== 'pocket') drawHand(sheet, fig, side, owner, light);
  const t = around(
    fig,
    l,
    0,
    1,
    [0, 0.17, 0.33, 0.5, 0.67, 0.83, 1].map((k) => bareAt(fig, l, k)),
  );
  const line = capped(t);
  sheet.fill(line, fig.body.skin, 1, owner);
  sheet.clip(line, () => shadeTube(sheet, t, light));
}

function drawHand(sheet: Sheet, fig: Figure, side: Side, owner: Owner, light: Light): void {
  const l = fig.arms[side];
  const before = at(l.spine, l.spine.length - 4);
  const angle = Math.atan2(l.end[1] - before[1], l.end[0] - before[0]) - Math.PI / 2;
  const k = -sign(side);
  const size = fig.unit * (fig.pose.arms[side].hand === 'hold' ? 0.8 : 0.95);
  const put = (points: readonly Point[]) => place(points, l.end, angle, size, k);
  const palm = put(
    smooth(
      [
        [-0.095, -0.06],
        [-0.13, 0.14],
        [-0.13, 0.32],
        [-0.1, 0.52],
        [-0.02, 0.62],
        [0.06, 0.58],
        [0.1, 0.42],
        [0.115, 0.24],
        [0.095, -0.06],
      ],
      5,
      true,
    ),
  );
  const thumb = put(
    smooth(
      [
        [0.06, 0.02],
        [0.16, 0.14],
        [0.19, 0.3],
        [0.14, 0.36],
        [0.08, 0.24],
      ],
      4,
      true,
    ),
  );
  for (const part of [thumb, palm]) {
    sheet.fill(part, fig.body.skin, 1, owner);
    sheet.clip(part, () => shadeEdge(sheet, part, light, size * 0.05, 1));
  }
  for (const x of [-0.06, 0, 0.055])
    sheet.stroke(
      put([
        [x, 0.33],
        [x * 0.8 - 0.01, 0.54],
      ]),
      light.dark,
      size * 0.013,
      0.45,
    );
}
