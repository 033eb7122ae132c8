import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { shownBy } from '../../../lib/page/shows';
import { stubPage } from './fake-page';

const NONE = { content: 'none', backgroundImage: 'none', borderImageSource: 'none', maskImage: 'none' };
const TWO = 'linear-gradient(red, blue), url("https://shop.example/hero.jpg")';
const element = { matches: () => false } as unknown as Element;

/** Styles of an element or of its pseudo-element. */
function style(own: object, pseudo: object = {}): void {
  vi.stubGlobal('getComputedStyle', (_: unknown, which?: string) => ({
    ...NONE,
    backgroundAttachment: 'scroll',
    ...(which === '::before' ? pseudo : which ? {} : own),
  }));
}

beforeEach(() => void stubPage());
afterEach(() => vi.unstubAllGlobals());

it.each(['scroll', 'local', 'fixed, scroll'])('shows a background that goes with its element: %s', (attachment) => {
  style({ backgroundImage: TWO, backgroundAttachment: attachment });
  expect(shownBy(element)).toMatchObject({ place: 'background', url: 'https://shop.example/hero.jpg', layer: 1 });
});

it.each(['fixed', 'scroll, fixed'])('shows no background that stays where it is: %s', (attachment) => {
  style({ backgroundImage: TWO, backgroundAttachment: attachment });
  expect(shownBy(element)).toBeUndefined();
});

it('shows no background of a pseudo-element that stays where it is', () => {
  const drawn = { content: '""', display: 'block', backgroundImage: TWO };
  style({}, drawn);
  expect(shownBy(element)).toMatchObject({ place: '::before' });
  style({}, { ...drawn, backgroundAttachment: 'fixed' });
  expect(shownBy(element)).toBeUndefined();
});
