import type { Body } from './body.ts';
import { at, between, curveAt, type Point, place, profile, smooth, type Tube, tube } from './path.ts';
import type { Pose } from './pose.ts';

/** The viewer's left (0) and right (1). */
export type Side = 0 | 1;

/** −1 on the viewer's left, 1 on the right. */
export function sign(side: Side): -1 | 1 {
  return side === 0 ? -1 : 1;
}

/** An arm or a leg: three joints and a dense spine in pixels, bare half-widths in pixels at evenly spaced knots. */
export interface Limb {
  root: Point;
  joint: Point;
  end: Point;
  spine: Point[];
  bare: readonly number[];
}

/** A posed body in the picture: what garments are cut to. */
export interface Figure {
  body: Body;
  pose: Pose;
  /** Pixels of one head height. */
  unit: number;
  back: boolean;
  /** Shown as a shop's flat: nobody inside. */
  empty: boolean;
  /** A point of the torso's surface: u −1 … 1 across the front, v head units below the neck's base, plus ease. */
  torso(u: number, v: number, ease?: number): Point;
  /** As `torso`, with x in head units from the middle line. */
  front(x: number, v: number): Point;
  /** The torso's silhouette at v on one side, `ease` head units outside the skin. */
  edge(side: Side, v: number, ease?: number): Point;
  /** Half-width of the torso's silhouette at v, head units. */
  half(v: number): number;
  /** The torso's turn at v, radians. */
  tilt(v: number): number;
  arms: readonly [Limb, Limb];
  legs: readonly [Limb, Limb];
  head: { center: Point; tilt: number; yaw: number };
  /** Lowest point of the soles, pixels. */
  ground: number;
}

const RAD = Math.PI / 180;

function torsoKnots(b: Body): Point[] {
  return [
    [-0.6, 0.2],
    [-0.3, 0.225 + (b.limb - 1) * 0.1],
    [0, 0.27 + (b.limb - 1) * 0.1],
    [0.17, b.shoulder * 0.93],
    [0.36, b.shoulder * 0.99],
    [0.66, b.chest * 1.01],
    [0.95, b.chest],
    [1.5, b.waist],
    [1.75, b.waist * 1.06],
    [2.25, b.hip],
    [2.6, b.hip * 0.99],
  ];
}

function limb(root: Point, joint: Point, end: Point, bare: readonly number[]): Limb {
  const [u, l] = [between(root, joint, 0.8), between(joint, end, 0.2)];
  const elbow = between(joint, between(u, l, 0.5), 0.3);
  const spine = smooth([root, between(root, joint, 0.42), u, elbow, l, between(joint, end, 0.6), end], 6);
  return { root, joint, end, spine, bare };
}

function step(from: Point, angle: number, length: number, side: Side): Point {
  return [from[0] + sign(side) * Math.sin(angle * RAD) * length, from[1] + Math.cos(angle * RAD) * length];
}

/** Poses a body. `origin` is the neck's base in pixels, `unit` the pixels of one head. */
export function figure(body: Body, pose: Pose, origin: Point, unit: number, empty = false): Figure {
  const yaw = pose.yaw * RAD;
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  const knots = torsoKnots(body);
  const lean = Math.tan(pose.lean * RAD);
  const axis: Point[] = [
    [0, 0],
    [1.5, pose.pelvisShift * 0.55 + lean * 1.5],
    [2.25, pose.pelvisShift + lean * 2.2],
  ];
  const center = (v: number): Point => [v < 0 ? 0 : profile(axis, v), v];
  const tilt = (v: number) =>
    RAD *
    profile(
      [
        [0, pose.shoulderTilt],
        [1.2, 0],
        [2.2, pose.pelvisTilt],
      ],
      v,
    );
  const half = (v: number) => {
    const w = profile(knots, v);
    return Math.hypot(w * cos, w * (v < 0.4 ? 0.5 : 0.66) * sin);
  };
  const px = (p: Point): Point => [origin[0] + p[0] * unit, origin[1] + p[1] * unit];
  const across = (x: number, v: number): Point => {
    const [c, a] = [center(v), tilt(v)];
    return px([c[0] + x * Math.cos(a), c[1] + x * Math.sin(a)]);
  };
  const torso = (u: number, v: number, ease = 0): Point => {
    const w = profile(knots, v) + ease;
    return across(u * w * cos + w * 0.62 * Math.sqrt(Math.max(0, 1 - u * u)) * sin, v);
  };
  const front = (x: number, v: number): Point => {
    const w = profile(knots, v);
    const u = Math.max(-1, Math.min(1, x / w));
    return across(x * cos + w * 0.55 * Math.sqrt(1 - u * u) * sin, v);
  };
  const edge = (side: Side, v: number, ease = 0): Point => across(sign(side) * (half(v) + ease), v);
  const thick = body.limb * unit;
  const arms = ([0, 1] as const).map((side) => {
    const a = pose.arms[side];
    const root = local(across(sign(side) * (half(0.36) - 0.19), 0.36), origin, unit);
    const elbow = step(root, a.upper, 1.32 * (a.upperLength ?? 1), side);
    const wrist = step(elbow, a.fore, 1.12 * (a.foreLength ?? 1), side);
    return limb(
      px(root),
      px(elbow),
      px(wrist),
      [0.2, 0.19, 0.17, 0.145, 0.15, 0.125, 0.095].map((w) => w * thick),
    );
  });
  const legs = ([0, 1] as const).map((side) => {
    const l = pose.legs[side];
    const root = local(across(sign(side) * half(2.25) * 0.5, 2.25), origin, unit);
    const knee = step(root, l.thigh, 1.78 * body.leg * (l.thighLength ?? 1), side);
    const ankle = step(knee, l.shin, 1.62 * body.leg * (l.shinLength ?? 1), side);
    return limb(
      px(root),
      px(knee),
      px(ankle),
      [0.36, 0.33, 0.27, 0.21, 0.215, 0.17, 0.1].map((w) => w * thick),
    );
  });
  const pair = (list: Limb[]): readonly [Limb, Limb] => [at(list, 0), at(list, 1)];
  const tiltHead = (pose.headTilt + pose.shoulderTilt * 0.4) * RAD;
  const head = at(place([[0, -0.73]], origin, tiltHead, unit), 0);
  return {
    body,
    pose,
    unit,
    back: pose.back,
    empty,
    torso,
    front,
    edge,
    half,
    tilt,
    arms: pair(arms),
    legs: pair(legs),
    head: { center: [head[0] + sin * 0.12 * unit, head[1]], tilt: tiltHead, yaw: pose.headYaw * RAD },
    ground: Math.max(...legs.map((l) => l.end[1])) + 0.28 * unit,
  };
}

function local(p: Point, origin: Point, unit: number): Point {
  return [(p[0] - origin[0]) / unit, (p[1] - origin[1]) / unit];
}

/**
 * A sleeve or trouser leg around a limb: from fraction t0 to t1 of its length (0 root, .5 joint, 1 end),
 * half-widths in head units at evenly spaced knots along it.
 */
export function around(fig: Figure, l: Limb, t0: number, t1: number, half: readonly number[]): Tube {
  const n = l.spine.length - 1;
  const steps = Math.max(4, Math.round((t1 - t0) * 10));
  const points: Point[] = [];
  for (let i = 0; i <= steps; i++) {
    const x = Math.max(0, Math.min(1, t0 + ((t1 - t0) * i) / steps)) * n;
    const k = Math.min(n - 1, Math.floor(x));
    points.push(between(at(l.spine, k), at(l.spine, k + 1), x - k));
  }
  const widths = points.map((_, i) => curveAt(half, i / steps) * fig.unit);
  return tube(points, widths, 3);
}

/** Bare half-width of a limb at fraction t, head units. */
export function bareAt(fig: Figure, l: Limb, t: number): number {
  return curveAt(l.bare, t) / fig.unit;
}
