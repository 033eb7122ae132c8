import { readdirSync, readFileSync } from 'node:fs';

/**
 * Memory of the process that holds the extension's pages, MiB: proportional set size from /proc, which counts shared
 * pages by share. Null where there is no /proc. All pages of an extension share one process, so this is the offscreen
 * document, its worker and whatever else of the extension is open.
 */
export function extensionMemory(browserPid: number | undefined): number | null {
  if (process.platform !== 'linux' || browserPid === undefined) return null;
  const family = new Set([browserPid]);
  const sizes: number[] = [];
  for (const pid of readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b)) {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      if (!family.has(parent) && pid !== browserPid) continue;
      family.add(pid);
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--extension-process')) continue;
      sizes.push(Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024);
    } catch {
      // The process ended while it was looked at.
    }
  }
  return sizes.length > 0 ? Math.max(...sizes) : null;
}
