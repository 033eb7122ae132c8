/** A random name of 128 bits. `crypto.randomUUID` is missing in pages without https, where content scripts run too. */
export function uniqueId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
