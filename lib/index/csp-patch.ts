import type { Plugin } from 'vite';

/** Placeholder until the index engineer fills it in. */
export function patchHnswlib(): Plugin {
  return { name: 'patch-hnswlib' };
}
