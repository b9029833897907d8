/** An axis from 0: its end, and where it is marked. */
export interface Axis {
  readonly end: number;
  readonly ticks: readonly number[];
}

/** Marks at 1, 2 or 5 times a power of ten, at most `most` above 0, the last one at or above the largest value. */
export function countAxis(largest: number, most: number): Axis {
  const top = Math.max(1, largest);
  return axisWith(stepFor(top, most, 1), top);
}

/** The same in the binary unit that the largest value is told in, so that the marks are short. */
export function byteAxis(largest: number, most: number): Axis {
  const top = Math.max(1, largest);
  let unit = 1;
  while (top / unit >= 999.5) unit *= 1024;
  return axisWith(stepFor(top, most, unit), top);
}

function stepFor(top: number, most: number, unit: number): number {
  const exact = top / unit / most;
  const decade = 10 ** Math.floor(Math.log10(exact));
  const factor = [1, 2, 5, 10].find((each) => each * decade >= exact * 0.999_999) ?? 10;
  return Math.max(unit === 1 ? 1 : 0, factor * decade) * unit;
}

function axisWith(step: number, top: number): Axis {
  const count = Math.max(1, Math.ceil(top / step));
  return {
    end: count * step,
    ticks: Array.from({ length: count + 1 }, (_, place) => place * step),
  };
}
