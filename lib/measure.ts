/**
 * Runs `work` and notes it in the context's performance timeline, where the bench and the browser's tools read it. Of
 * each name only the last is kept: the timeline of a long-lived worker has no other bound.
 */
export async function measured<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    performance.clearMeasures(name);
    performance.measure(name, { start });
  }
}
