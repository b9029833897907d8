/**
 * Older lines first, and of one line the classic maps first: `1.23`, `1.24+noswissmap`, `1.24`, `1.25`. So lines with
 * one design are neighbours.
 */
export function compareLines(one: string, other: string): number {
  const design = (line: string): number => (mapDesign(line) === 'classic' ? 0 : 1);
  return minorOf(one) - minorOf(other) || design(one) - design(other) || one.localeCompare(other);
}

/** 23 for `1.23`. */
export function minorOf(line: string): number {
  return Number(/^1\.(\d+)/.exec(line)?.[1] ?? 0);
}

/** Which design maps have: Swiss tables since Go 1.24, unless built with GOEXPERIMENT=noswissmap (1.24 and 1.25). */
export function mapDesign(line: string): 'classic' | 'swiss' {
  return minorOf(line) < 24 || line.includes('noswissmap') ? 'classic' : 'swiss';
}
