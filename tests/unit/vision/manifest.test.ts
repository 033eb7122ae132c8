import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { goldenInput } from '../../../lib/vision/golden';
import { modelId, parseManifest, verifyModel } from '../../../lib/vision/manifest';

const bytes = new Uint8Array([1, 2, 3]);
const attributes = {
  name: 'attributes',
  version: '1.2.3',
  kind: 'attributes',
  file: 'model.onnx',
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes: 3,
  licence: 'MIT',
  labels: ['women', 'men'],
  framings: ['full', 'half', 'close-up', 'product'],
  input: { width: 128, height: 192, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
  crop: { margin: 0.1, fit: 'pad', pad: 114 },
  thresholds: { gender: 0.85 },
  golden: { seed: 1, shape: [2, 3, 192, 128], values: { gender: [0.5, 0.5] }, tolerance: 0.01 },
};

describe('parseManifest', () => {
  it('reads what the export writes', () => {
    expect(modelId(parseManifest('attributes', attributes))).toBe('attributes@1.2.3');
  });

  it.each([
    ['an unknown key', { ...attributes, extra: 1 }],
    ['an unknown key inside', { ...attributes, crop: { ...attributes.crop, mode: 'x' } }],
    ['an unknown value', { ...attributes, crop: { ...attributes.crop, fit: 'cover' } }],
    ['labels in another order', { ...attributes, labels: ['men', 'women'] }],
    ['another kind', { ...attributes, kind: 'detector' }],
    ['a missing key', { ...attributes, golden: undefined }],
    ['something else', 'text'],
  ])('refuses %s', (_, json) => {
    expect(() => parseManifest('attributes', json)).toThrow(expect.objectContaining({ name: 'ModelInvalid' }));
  });
});

describe('verifyModel', () => {
  const manifest = parseManifest('attributes', attributes);
  it('accepts the right bytes and refuses others', async () => {
    await expect(verifyModel(manifest, bytes)).resolves.toBeUndefined();
    await expect(verifyModel(manifest, new Uint8Array([1, 2, 4]))).rejects.toMatchObject({ name: 'ModelInvalid' });
    await expect(verifyModel(manifest, new Uint8Array([1, 2]))).rejects.toMatchObject({ name: 'ModelInvalid' });
  });
});

describe('goldenInput', () => {
  it('gives the numbers of the Python side', () => {
    const { data } = goldenInput([1, 3, 4, 4], 1);
    const first = (1664525 + 1013904223) % 2 ** 32;
    expect(data[0]).toBeCloseTo((Math.floor(first / 256) / 2 ** 24) * 2 - 1, 7);
    expect(data).toHaveLength(48);
  });
});
