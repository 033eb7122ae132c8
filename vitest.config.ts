import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';
import { patchHnswlib } from './lib/index/csp-patch';

/** Continuous integration adds the results up from a folder of reports, one for each run. */
const results = process.env.VITEST_RESULTS;

export default defineConfig({
  test: {
    reporters: results ? ['default', ['json', { outputFile: join(results, `${process.pid}.json`) }]] : ['default'],
    projects: [
      {
        plugins: [WxtVitest(), patchHnswlib()],
        test: {
          server: { deps: { inline: [/hnswlib-wasm/] } },
          name: 'unit',
          allowOnly: false,
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          allowOnly: false,
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
