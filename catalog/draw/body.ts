import type { Color } from './color.ts';
import type { Random } from './random.ts';

/** Whose clothes and whose proportions. */
export type Gender = 'women' | 'men';

/** Proportions in head heights (chin to crown = 1), after Loomis, "Figure Drawing", 7.5 heads standing. */
export interface Body {
  gender: Gender;
  /** Half-widths of the torso. */
  shoulder: number;
  chest: number;
  waist: number;
  hip: number;
  /** Thickness of arms and legs, 1 = average. */
  limb: number;
  /** Length of legs, 1 = average. */
  leg: number;
  skin: Color;
  hair: Color;
  hairCut: HairCut;
  beard: 'none' | 'stubble' | 'full' | 'moustache';
  eyes: Color;
  lips: Color;
  /** Face width over height. */
  face: number;
  grey: number;
}

/** Shapes of hair. */
export type HairCut =
  | 'long'
  | 'waves'
  | 'bob'
  | 'bun'
  | 'ponytail'
  | 'afro'
  | 'curls'
  | 'short'
  | 'crop'
  | 'quiff'
  | 'bald';

const SKINS = [
  '#f3d3bd',
  '#ebc3a4',
  '#e3b18d',
  '#d9a07a',
  '#c98d63',
  '#b67a50',
  '#9c6440',
  '#80502f',
  '#663d25',
  '#4e2f1f',
] as const;
const HAIRS = [
  '#17130f',
  '#221913',
  '#2e2118',
  '#46301f',
  '#5d3f27',
  '#7a5433',
  '#a47a48',
  '#c9a468',
  '#8a3f22',
  '#8d8883',
] as const;
const EYES = ['#3b2718', '#4a3320', '#5a4227', '#506b4c', '#4f7391', '#65798a'] as const;
const CUTS: Record<Gender, readonly HairCut[]> = {
  women: ['long', 'long', 'waves', 'waves', 'bob', 'bun', 'ponytail', 'afro', 'curls', 'crop'],
  men: ['short', 'short', 'crop', 'quiff', 'quiff', 'curls', 'bald', 'bun', 'crop', 'short'],
};

/** A tailor's dummy for product pictures: average, nobody. */
export function dummy(gender: Gender): Body {
  const w = gender === 'women';
  return {
    gender,
    shoulder: w ? 0.71 : 0.85,
    chest: w ? 0.61 : 0.73,
    waist: w ? 0.49 : 0.62,
    hip: w ? 0.69 : 0.68,
    limb: w ? 0.94 : 1.1,
    leg: 1,
    skin: '#d9a07a',
    hair: '#221913',
    hairCut: 'bald',
    beard: 'none',
    eyes: '#3b2718',
    lips: '#b0605a',
    face: 0.74,
    grey: 0,
  };
}

/** Somebody: every proportion, skin, hair and face taken by chance. */
export function someone(rnd: Random, gender: Gender): Body {
  const base = dummy(gender);
  const heavy = rnd.bell(0, 0.1);
  const tone = Math.floor(rnd.next() * SKINS.length);
  const skin = rnd.pick(SKINS.slice(tone, tone + 1));
  const hair = tone > 5 ? rnd.pick(HAIRS.slice(0, 4)) : rnd.pick(HAIRS);
  const cuts = CUTS[gender];
  const cut = rnd.pick(cuts);
  return {
    ...base,
    shoulder: base.shoulder * rnd.bell(1, 0.025),
    chest: base.chest * (1 + heavy * 0.55),
    waist: base.waist * (1 + heavy * 1.0) * rnd.bell(1, 0.03),
    hip: base.hip * (1 + heavy * 0.6) * rnd.bell(1, 0.03),
    limb: base.limb * (1 + heavy * 0.5),
    leg: rnd.bell(1, 0.03),
    skin,
    hair,
    hairCut: cut === 'afro' && tone < 5 ? 'curls' : cut,
    beard: gender === 'men' ? rnd.pick(['none', 'none', 'stubble', 'stubble', 'full', 'moustache'] as const) : 'none',
    eyes: tone > 4 ? rnd.pick(EYES.slice(0, 3)) : rnd.pick(EYES),
    lips: gender === 'women' ? rnd.pick(['#b5525a', '#a8454b', '#c56b66', '#9e4a4a']) : '#a8665a',
    face: rnd.bell(0.73, 0.018),
    grey: rnd.chance(0.12) ? rnd.range(0.3, 0.8) : 0,
  };
}
