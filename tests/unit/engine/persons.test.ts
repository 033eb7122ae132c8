import { describe, expect, it } from 'vitest';
import { geometricFraming, personFraming, pictureFraming } from '../../../lib/engine/framing';
import { group } from '../../../lib/engine/persons';
import type { BoundingBox, GarmentCategory, Person } from '../../../lib/types';

const box = (x: number, y: number, width: number, height: number): BoundingBox => ({ x, y, width, height });
const seen = (category: GarmentCategory, where: BoundingBox) => ({ category, score: 0.9, box: where });
const left = box(0.1, 0.05, 0.25, 0.9);
const right = box(0.3, 0.05, 0.25, 0.9);

describe('group', () => {
  it('gives each of two people who touch their own clothes, and several of a kind', () => {
    const worn = group(
      [
        seen('topwear', box(0.13, 0.2, 0.19, 0.3)),
        seen('topwear', box(0.33, 0.2, 0.19, 0.3)),
        seen('footwear', box(0.35, 0.88, 0.06, 0.08)),
        seen('footwear', box(0.45, 0.88, 0.06, 0.08)),
        seen('headwear', box(0.17, 0.04, 0.1, 0.08)),
      ],
      [left, right],
    );
    expect(worn.map(({ person }) => person)).toEqual([0, 1, 1, 1, 0]);
  });

  it('gives a bag to the one whose box holds it, not to a neighbour whose axis it is on', () => {
    const [wide, narrow] = [box(0.1, 0.05, 0.35, 0.9), box(0.32, 0.05, 0.12, 0.9)];
    const worn = group([seen('handbag', box(0.315, 0.4, 0.13, 0.2))], [narrow, wide]);
    expect(worn[0]?.person).toBe(1);
  });

  it('leaves everybody one bottom, the surest, and what lies there without a wearer', () => {
    const trousers = seen('bottomwear', box(0.13, 0.5, 0.19, 0.4));
    const half = seen('bottomwear', box(0.13, 0.6, 0.1, 0.2));
    const neighbours = seen('bottomwear', box(0.34, 0.5, 0.19, 0.4));
    const folded = [seen('bottomwear', box(0.7, 0.1, 0.1, 0.2)), seen('bottomwear', box(0.85, 0.1, 0.1, 0.2))];
    const worn = group([trousers, half, neighbours, ...folded], [left, right]);
    expect(worn.map(({ detection }) => detection)).toEqual([trousers, neighbours, ...folded]);
  });

  it('leaves what nobody wears to nobody, but lets a bag hang outside', () => {
    const garments = [seen('handbag', box(0.8, 0.5, 0.1, 0.1)), seen('handbag', box(0.5, 0.4, 0.1, 0.2))];
    expect(group(garments, [left, right]).map(({ person }) => person)).toEqual([null, 1]);
    expect(group(garments, []).map(({ person }) => person)).toEqual([null, null]);
  });
});

describe('framing', () => {
  it('is full with shoes under a tall box, half when the trousers leave the picture', () => {
    const shoes = group([seen('footwear', box(0.15, 0.9, 0.1, 0.05))], [left]);
    expect(geometricFraming({ box: left, worn: shoes }, 1.5)).toBe('full');
    const cut = box(0.2, 0.1, 0.6, 0.9);
    const trousers = group([seen('bottomwear', box(0.25, 0.7, 0.5, 0.3))], [cut]);
    expect(geometricFraming({ box: cut, worn: trousers }, 1.2)).toBe('half');
  });

  it('asks the model where boxes do not tell, and a person is no product', () => {
    const face = { box: box(0.2, 0.1, 0.6, 0.9), worn: [] };
    expect(personFraming(face, 1, 'close-up')).toBe('close-up');
    expect(personFraming(face, 1, 'product')).toBe('close-up');
  });

  it('of a picture is that of its most prominent person, without any the given one', () => {
    const person = { gender: 'unsure', genderScore: 0.5, score: 0.9 } as const;
    const persons: Person[] = [
      { ...person, box: box(0, 0, 0.1, 0.2), framing: 'full' },
      { ...person, box: box(0.2, 0, 0.6, 0.9), framing: 'half' },
    ];
    expect(pictureFraming(persons, 'product')).toBe('half');
    expect(pictureFraming([], 'product')).toBe('product');
  });
});
