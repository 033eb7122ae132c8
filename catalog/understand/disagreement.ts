import type { Detection, GarmentCategory } from '../../lib/types';

const [SURE, MAYBE] = [0.6, 0.2];

/** What the detector sees where the shop's words say something else. `score` is the detector's, 0–1. */
export interface Disagreement {
  readonly said: GarmentCategory;
  readonly seen: GarmentCategory;
  readonly score: number;
}

/**
 * Whether a product picture shows something else than its words say: surely another garment, and not even a hint of its
 * own category. Several garments in a picture (an outfit) with its own among them are no disagreement.
 */
export function disagreement(said: GarmentCategory, detections: readonly Detection[]): Disagreement | undefined {
  if (detections.some(({ category, score }) => category === said && score >= MAYBE)) return undefined;
  const [best] = detections
    .filter(({ category, score }) => category !== 'person' && score >= SURE)
    .sort((a, b) => b.score - a.score);
  return best && best.category !== 'person' ? { said, seen: best.category, score: best.score } : undefined;
}

/** A disagreement in words, for the report. */
export function disagreementText({ said, seen, score }: Disagreement): string {
  return `the words say ${said}, the picture shows ${seen} (${score.toFixed(2)})`;
}
