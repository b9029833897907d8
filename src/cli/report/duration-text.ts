/** `55 ms`, `2.1 s`. */
export function durationText(elapsedMs: number): string {
  return elapsedMs < 1000 ? `${Math.ceil(elapsedMs)} ms` : `${(elapsedMs / 1000).toFixed(1)} s`;
}
