const KEEP_MS = 60_000;

/** Offers a file for download. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}

/** `name-2026-11-24.ending` by the reader's calendar, so that a folder of exports sorts itself. */
export function datedName(name: string, ending: string, now = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${name}-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.${ending}`;
}
