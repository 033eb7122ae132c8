import type { GarmentCategory } from '../../../lib/types.ts';
import type { Fabric } from '../fabric.ts';
import type { Figure } from '../figure.ts';
import type { Random } from '../random.ts';
import type { Light } from '../shade.ts';
import type { Owner, Sheet } from '../sheet.ts';

/** One drawable product: cut and cloth. Its id never changes once published. */
export interface Garment {
  id: string;
  category: GarmentCategory;
  gender: 'women' | 'men' | 'unisex';
  /** Name of the cut, a key of its category's table. */
  cut: string;
  fabric: Fabric;
  /** Extra trim, see the cuts that read it: chest graphics, open fronts. */
  trim?: 'pocket' | 'circle' | 'peak' | 'letters' | 'wave' | 'sunburst' | 'belt' | 'ribbon';
}

/** Everything a drawing function needs. `rnd` is seeded by garment and wearer, so creases differ, cuts do not. */
export interface Stitch {
  sheet: Sheet;
  fig: Figure;
  garment: Garment;
  owner: Owner;
  rnd: Random;
  light: Light;
}

/** The layers of a garment, in the order a figure is painted; a missing layer is empty. */
export interface Layers {
  behind?(): void;
  torso?(): void;
  sleeve?(side: 0 | 1): void;
}
