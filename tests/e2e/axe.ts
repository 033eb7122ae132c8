import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer';
import { expect } from 'vitest';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Contrast is the system's own where it forces its colours. */
const LOOKS = [
  { 'prefers-color-scheme': 'light' },
  { 'prefers-color-scheme': 'dark' },
  { 'prefers-color-scheme': 'dark', 'forced-colors': 'active' },
] as const;

interface AxeWindow {
  readonly axe: { run(where: unknown): Promise<AxeResults> };
}

/** What axe finds in light, dark and forced colours: rule, element and what is wrong with it. The page is as before afterwards. */
export async function faults(page: Page, where?: string): Promise<string[]> {
  const found: string[] = [];
  // Puppeteer knows no forced colours.
  const protocol = await page.createCDPSession();
  for (const look of LOOKS) {
    const features = Object.entries({ ...look, 'prefers-reduced-motion': 'reduce' });
    await protocol.send('Emulation.setEmulatedMedia', { features: features.map(([name, value]) => ({ name, value })) });
    await page.evaluate(AXE);
    const { violations, passes } = await page.evaluate(
      async (root) => await (globalThis as unknown as AxeWindow).axe.run(root ?? document),
      where,
    );
    expect(passes.length).toBeGreaterThan(3);
    for (const { id, nodes } of violations) {
      const what = Object.values(look).join(' ');
      found.push(...nodes.map(({ html, failureSummary }) => `${what} ${id}: ${html} ${failureSummary}`));
    }
  }
  await protocol.detach();
  return found;
}
