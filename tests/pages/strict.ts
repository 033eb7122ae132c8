import { expect } from 'vitest';
import { name, picture, type TestPage, wholePage } from './page';

const STYLE = `<style>html { font-size: 10px !important } * { all: unset !important } img { display: inline-block !important; width: 30rem !important; height: 40rem !important }
div { display: block !important; opacity: .99 } buy-me-that-look { display: none !important }</style>`;

/** A page that forbids nearly everything by policy, resets every element and hides what it does not know. */
export const strict: TestPage = {
  name: 'strict policy, every style reset',
  headers: {
    'content-security-policy':
      "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'",
  },
  html: () =>
    wholePage('Strict', `<div><img src="${picture(60)}" alt=""><img src="${picture(61)}" alt=""></div>`, {
      head: STYLE,
    }),
  expected: [name(60), name(61)],
  async check(page) {
    const dots = await page.$$('>>> button.dot:not([hidden])');
    const boxes = await Promise.all(dots.map((dot) => dot.boundingBox()));
    expect(boxes.length).toBeGreaterThan(1);
    for (const box of boxes) expect(box).toMatchObject({ width: 32, height: 32 });
  },
};
