import type { Random } from './random.ts';

/** Angles in degrees from straight down, positive away from the body's middle. Lengths 1 = not foreshortened. */
export interface ArmPose {
  upper: number;
  fore: number;
  upperLength?: number;
  foreLength?: number;
  /** The arm passes in front of the torso (true) or hangs behind it. */
  front: boolean;
  hand: 'open' | 'pocket' | 'hold';
}

/** As `ArmPose`; `toe` −1 … 1 is where the foot points: −1 the viewer's left, 0 at the viewer, 1 right. */
export interface LegPose {
  thigh: number;
  shin: number;
  thighLength?: number;
  shinLength?: number;
  toe: number;
}

/** A whole pose; tilts in degrees, shifts in head units. */
export interface Pose {
  name: string;
  yaw: number;
  back: boolean;
  seated: boolean;
  lean: number;
  shoulderTilt: number;
  pelvisTilt: number;
  pelvisShift: number;
  headTilt: number;
  headYaw: number;
  arms: readonly [ArmPose, ArmPose];
  legs: readonly [LegPose, LegPose];
}

const REST = { back: false, seated: false, yaw: 0, lean: 0, shoulderTilt: 0, pelvisTilt: 0, pelvisShift: 0 };

/** How a shop lays garments out: straight on, arms a little away, so that nothing hides the cut. */
export const FLAT: Pose = {
  ...REST,
  name: 'flat',
  headTilt: 0,
  headYaw: 0,
  arms: [
    { upper: 17, fore: 9, front: true, hand: 'open' },
    { upper: 17, fore: 9, front: true, hand: 'open' },
  ],
  legs: [
    { thigh: 3, shin: 2, toe: -0.5 },
    { thigh: 3, shin: 2, toe: 0.5 },
  ],
};

type ArmName = 'hang' | 'loose' | 'hip' | 'pocket' | 'crook' | 'hair' | 'chest' | 'wide' | 'lap';

const ARMS: Record<ArmName, ArmPose> = {
  hang: { upper: 9, fore: 3, front: true, hand: 'open' },
  loose: { upper: 15, fore: -4, foreLength: 0.95, front: true, hand: 'open' },
  hip: { upper: 42, fore: -38, front: true, hand: 'hold' },
  pocket: { upper: 24, fore: -15, foreLength: 0.85, front: true, hand: 'pocket' },
  crook: { upper: 13, fore: -118, foreLength: 0.72, front: true, hand: 'hold' },
  hair: { upper: 52, fore: -158, foreLength: 0.95, front: true, hand: 'open' },
  chest: { upper: 16, fore: -128, foreLength: 0.85, front: true, hand: 'hold' },
  wide: { upper: 32, fore: 22, front: true, hand: 'open' },
  lap: { upper: 13, fore: -42, foreLength: 0.72, front: true, hand: 'open' },
};

function arm(rnd: Random, name: ArmName): ArmPose {
  const a = ARMS[name];
  return { ...a, upper: a.upper + rnd.bell(0, 2), fore: a.fore + rnd.bell(0, 3) };
}

function standingLegs(rnd: Random, weight: number): readonly [LegPose, LegPose] {
  const free: LegPose = { thigh: rnd.range(6, 13), shin: rnd.range(1, 7), toe: rnd.range(0.35, 0.8) };
  const firm: LegPose = { thigh: rnd.range(0, 4), shin: rnd.range(-3, 1), toe: rnd.range(0.25, 0.6) };
  return weight < 0 ? [{ ...firm, toe: -firm.toe }, free] : [{ ...free, toe: -free.toe }, firm];
}

function walkingLegs(rnd: Random, lead: number, side: number): readonly [LegPose, LegPose] {
  const front: LegPose = { thigh: rnd.range(-3, 3), shin: rnd.range(-5, 0), thighLength: 0.99, toe: side || 0.15 };
  const rear: LegPose = {
    thigh: rnd.range(1, 6),
    shin: rnd.range(-6, 0),
    shinLength: rnd.range(0.76, 0.86),
    toe: side || 0.1,
  };
  return lead < 0 ? [front, rear] : [rear, front];
}

function seatedLegs(rnd: Random, turn: number): readonly [LegPose, LegPose] {
  const spread = rnd.range(14, 28);
  const length = rnd.range(0.5, 0.62);
  if (turn === 0) {
    const leg = (): LegPose => ({
      thigh: spread,
      shin: rnd.range(-6, 4),
      thighLength: length,
      toe: rnd.range(0.2, 0.5),
    });
    const [a, b] = [leg(), leg()];
    return [{ ...a, toe: -a.toe }, b];
  }
  const knee = rnd.range(56, 70);
  const near: LegPose = { thigh: knee, shin: rnd.range(-6, 6), thighLength: 0.82, toe: turn * 0.85 };
  const far: LegPose = { thigh: -knee + rnd.range(4, 10), shin: rnd.range(-4, 8), thighLength: 0.78, toe: turn * 0.85 };
  return turn < 0 ? [near, far] : [far, near];
}

/** A natural pose by chance. `framing` matters little: only full figures walk or sit. */
export function anyPose(rnd: Random, framing: 'full' | 'half' | 'close', alone: boolean): Pose {
  const weight = rnd.chance(0.5) ? -1 : 1;
  const kind = framing === 'full' ? rnd.pick(['stand', 'stand', 'stand', 'walk', 'walk', 'seat'] as const) : 'stand';
  const seated = kind === 'seat';
  const back = framing === 'full' && !seated && alone && rnd.chance(0.08);
  const turned = rnd.chance(0.45) ? rnd.range(14, 36) * (rnd.chance(0.5) ? -1 : 1) : rnd.bell(0, 5);
  const turn = seated ? Math.sign(turned) * (Math.abs(turned) > 12 ? 1 : 0) : 0;
  const reach: readonly ArmName[] = alone
    ? ['hang', 'loose', 'hip', 'pocket', 'crook', 'hair', 'chest', 'wide']
    : ['hang', 'loose', 'pocket', 'crook'];
  const choose = (): ArmName => (seated ? rnd.pick(['lap', 'lap', 'loose', 'chest'] as const) : rnd.pick(reach));
  const first = back ? 'hang' : choose();
  let second: ArmName = back ? 'loose' : choose();
  if (second === first && (first === 'hair' || first === 'chest' || first === 'crook')) second = 'hang';
  const left = rnd.chance(0.5);
  const legs = seated
    ? seatedLegs(rnd, turn)
    : kind === 'walk'
      ? walkingLegs(rnd, weight, Math.abs(turned) > 12 ? Math.sign(turned) * 0.7 : 0)
      : standingLegs(rnd, weight);
  return {
    ...REST,
    name: kind,
    back,
    seated,
    yaw: back ? rnd.bell(0, 4) : turned,
    lean: rnd.bell(0, 1.2),
    shoulderTilt: weight * rnd.range(0, 4),
    pelvisTilt: seated ? 0 : -weight * rnd.range(0, 4.5),
    pelvisShift: seated ? 0 : weight * rnd.range(0, 0.1),
    headTilt: rnd.bell(0, 3.5),
    headYaw: turned * 0.75 + rnd.bell(0, 7),
    arms: left ? [arm(rnd, first), arm(rnd, second)] : [arm(rnd, second), arm(rnd, first)],
    legs,
  };
}
