/** So often within so long, milliseconds, a page that replaces all of itself may take the overlay away. */
const MOST_TIMES = 20;
const WITHIN_MS = 10_000;

/** Asked before each return to the page. False for good once there were too many in a short time: the page does not want it. */
export function createPatience(): () => boolean {
  let times: number[] = [];
  return () => {
    if (times.length >= MOST_TIMES) return false;
    const now = performance.now();
    times = [...times.filter((at) => now - at < WITHIN_MS), now];
    return true;
  };
}
