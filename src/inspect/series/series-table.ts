import type { LineSeries } from '../../profile/index.ts';

/** Numbers by line and look; a line that a look does not have held nothing then. */
export class SeriesTable {
  readonly timesMs: number[] = [];
  readonly #lines = new Map<string, { unit: LineSeries['unit']; values: number[] }>();

  get looks(): number {
    return this.timesMs.length;
  }

  /** What is put from now on is of a look at this moment, which is later than the one before. */
  begin(atMs: number): void {
    this.timesMs.push(atMs);
  }

  /** Adds to what the line has at this look. */
  put(name: string, unit: LineSeries['unit'], value: number): void {
    let line = this.#lines.get(name);
    if (!line) this.#lines.set(name, (line = { unit, values: this.timesMs.slice(1).map(() => 0) }));
    if (line.values.length < this.looks) line.values.push(value);
    else line.values[this.looks - 1] += value;
  }

  end(): void {
    for (const { values } of this.#lines.values()) if (values.length < this.looks) values.push(0);
  }

  /** In the order in which they were met first. */
  lines(): LineSeries[] {
    return [...this.#lines].map(([name, { unit, values }]) => ({
      name,
      unit,
      timesMs: this.timesMs,
      values,
    }));
  }
}
