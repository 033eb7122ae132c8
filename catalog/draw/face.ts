import { darker, mix } from './color.ts';
import type { Figure } from './figure.ts';
import { drawHairFront, hairColor } from './hair.ts';
import { faceOf, faceShift } from './head.ts';
import { ellipse, smooth } from './path.ts';
import { type Light, shadeEdge, spot } from './shade.ts';
import type { Owner, Sheet } from './sheet.ts';
import { skinLight } from './skin.ts';

/** Head with face, seen from the front, three quarters or (only hair) from behind. */
export function drawHead(sheet: Sheet, fig: Figure, owner: Owner): void {
  const { put, dot, u } = faceOf(fig);
  const b = fig.body;
  const light = skinLight(b.skin);
  const w = b.face / 2;
  const jaw = b.gender === 'men' ? 0.87 : 0.76;
  const line = put(
    smooth(
      [
        [0, -0.5],
        [-w * 0.72, -0.42],
        [-w, -0.12],
        [-w * 0.96, 0.12],
        [-w * jaw, 0.32],
        [-w * 0.36, 0.48],
        [0, 0.51],
        [w * 0.36, 0.48],
        [w * jaw, 0.32],
        [w * 0.96, 0.12],
        [w, -0.12],
        [w * 0.72, -0.42],
      ],
      5,
      true,
    ),
  );
  for (const k of [-1, 1])
    sheet.fill(put(ellipse([k * w * 1.0, 0.05], 0.06, 0.12, 0, 14)), darker(b.skin, 0.12), 1, owner);
  sheet.fill(line, b.skin, 1, owner);
  if (!fig.back) {
    sheet.clip(line, () => {
      shadeEdge(sheet, line, light, u * 0.13, 1);
      spot(sheet, dot(0.34, 0.1), u * 0.24, u * 0.55, light.dark, 0.4);
      spot(sheet, dot(-0.08, -0.26), u * 0.25, u * 0.16, light.light, 0.32);
      if (b.beard !== 'none' && b.beard !== 'moustache') beard(sheet, fig);
    });
    features(sheet, fig, light);
  }
  drawHairFront(sheet, fig, owner);
}

function beard(sheet: Sheet, fig: Figure): void {
  const { put } = faceOf(fig);
  const w = fig.body.face / 2 + 0.02;
  const x = faceShift(fig);
  const line = put([
    ...smooth(
      [
        [-w, 0.02],
        [-w * 0.86, 0.2],
        [x - 0.14, 0.22],
        [x, 0.19],
        [x + 0.14, 0.22],
        [w * 0.86, 0.2],
        [w, 0.02],
      ],
      5,
    ),
    [w, 0.6],
    [-w, 0.6],
  ]);
  sheet.fill(line, hairColor(fig), fig.body.beard === 'full' ? 0.85 : 0.28);
}

function features(sheet: Sheet, fig: Figure, light: Light): void {
  const { put, dot, u } = faceOf(fig);
  const b = fig.body;
  const x = faceShift(fig);
  const brow = mix(hairColor(fig), '#2a1c14', 0.4);
  const woman = b.gender === 'women';
  for (const k of [-1, 1]) {
    const c = x + k * 0.165 * (1 - 0.25 * Math.abs(x) * 5 * (Math.sign(x) === k ? 1 : 0));
    spot(sheet, dot(c, -0.02), u * 0.11, u * 0.085, light.dark, 0.42);
    const eye = put(
      smooth(
        [
          [c - 0.078, 0.008],
          [c - 0.03, -0.034],
          [c + 0.03, -0.034],
          [c + 0.078, 0.004],
          [c + 0.03, 0.03],
          [c - 0.03, 0.03],
        ],
        4,
        true,
      ),
    );
    sheet.fill(eye, '#e9e4de');
    sheet.clip(eye, () => {
      sheet.fill(put(ellipse([c, -0.004], 0.036, 0.038, 0, 18)), b.eyes);
      sheet.fill(put(ellipse([c, -0.004], 0.018, 0.019, 0, 12)), '#0c0908');
      sheet.stroke(eye.slice(0, 14), '#20140e', u * 0.022, 0.5);
    });
    sheet.fill(put(ellipse([c - 0.012, -0.016], 0.008, 0.008, 0, 8)), '#ffffff', 0.9);
    sheet.stroke(
      put(
        smooth(
          [
            [c - 0.082, 0.008],
            [c - 0.03, -0.037],
            [c + 0.03, -0.037],
            [c + 0.082, 0.002],
          ],
          5,
        ),
      ),
      '#24160f',
      u * (woman ? 0.019 : 0.012),
      0.9,
    );
    sheet.stroke(
      put(
        smooth(
          [
            [c - 0.07, -0.05],
            [c, -0.07],
            [c + 0.07, -0.048],
          ],
          4,
        ),
      ),
      light.dark,
      u * 0.01,
      0.4,
    );
    const h = woman ? 0.016 : 0.026;
    sheet.fill(
      put(
        smooth(
          [
            [c - k * 0.085, -0.1],
            [c + k * 0.02, -0.135 - h],
            [c + k * 0.11, -0.105],
            [c + k * 0.02, -0.13 + h],
            [c - k * 0.085, -0.1 + h],
          ],
          4,
          true,
        ),
      ),
      brow,
      0.78,
    );
    spot(sheet, dot(x + k * 0.22, 0.15), u * 0.12, u * 0.08, '#c2503e', 0.16);
  }
  sheet.stroke(
    put(
      smooth(
        [
          [x + 0.035, -0.02],
          [x * 1.3 + 0.05, 0.1],
          [x * 1.4 + 0.062, 0.15],
        ],
        5,
      ),
    ),
    light.dark,
    u * 0.022,
    0.22,
  );
  spot(sheet, dot(x * 1.35 - 0.012, 0.12), u * 0.04, u * 0.09, light.light, 0.32);
  spot(sheet, dot(x * 1.35, 0.195), u * 0.085, u * 0.03, light.dark, 0.55);
  for (const k of [-1, 1])
    sheet.fill(put(ellipse([x * 1.35 + k * 0.033, 0.178], 0.015, 0.009, 0, 10)), darker(b.skin, 0.7), 0.7);
  const m = x * 1.15;
  const wide = 0.12;
  sheet.fill(
    put(
      smooth(
        [
          [m - wide, 0.288],
          [m - 0.035, 0.262],
          [m, 0.27],
          [m + 0.035, 0.262],
          [m + wide, 0.288],
          [m + 0.05, 0.34],
          [m, 0.35],
          [m - 0.05, 0.34],
        ],
        4,
        true,
      ),
    ),
    mix(b.skin, b.lips, woman ? 0.8 : 0.5),
  );
  sheet.stroke(
    put(
      smooth(
        [
          [m - wide, 0.288],
          [m - 0.04, 0.297],
          [m, 0.293],
          [m + 0.04, 0.297],
          [m + wide, 0.286],
        ],
        4,
      ),
    ),
    darker(b.lips, 0.6),
    u * 0.012,
    0.8,
  );
  spot(sheet, dot(m - 0.01, 0.322), u * 0.05, u * 0.014, '#ffffff', 0.3);
  spot(sheet, dot(m, 0.39), u * 0.08, u * 0.025, light.dark, 0.35);
  if (b.beard === 'moustache')
    sheet.fill(
      put(
        smooth(
          [
            [m - 0.13, 0.27],
            [m, 0.22],
            [m + 0.13, 0.27],
            [m, 0.262],
          ],
          4,
          true,
        ),
      ),
      hairColor(fig),
      0.85,
    );
}
