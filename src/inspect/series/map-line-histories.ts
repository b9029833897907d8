import { leastReportedBytes } from '../../findings/index.ts';
import type { MapLine } from '../evidence/endpoint/allocation-lines.ts';

/** When most of the boxes of a map line were alive, as `judgeProfiledMaps` takes it. */
interface Fullest {
  readonly atMs: number;
  readonly leastBoxes: number;
  readonly bucketBytes: number;
}

/** A line whose maps stay, and what else lived when most did, and now. */
interface StayingLine {
  readonly map: MapLine;
  readonly sinceMs: number;
  readonly othersBefore: number;
  readonly othersNow: number;
}

/** What is a fall of all else: a good part of it, and of the size of the maps that stay. */
const fallShare = 0.5;
/** More lines than a program has that fill maps of note. */
const linesMax = 10_000;
/** A line whose buckets were this small is of no interest. */
const leastBytes = 8 * leastReportedBytes;

/** What looks at one process saw of the maps that each call fills. */
export class MapLineHistories {
  readonly #fullest = new Map<number, Fullest>();
  /** Since when a line's arrays are as large as they are. */
  readonly #since = new Map<number, { map: MapLine; sinceMs: number; seenMs: number }>();
  #othersMost = { atMs: 0, bytes: 0 };
  #othersNow: number | null = null;

  add(map: MapLine, atMs: number): void {
    const { address, leastBoxes, buckets } = map;
    if (!this.#since.has(address) && this.#since.size >= linesMax) return;
    if (leastBoxes > (this.#fullest.get(address)?.leastBoxes ?? -1))
      this.#fullest.set(address, { atMs, leastBoxes, bucketBytes: buckets.bytes });
    const known = this.#since.get(address);
    // The same as far as the samples tell: the interval of one holds the other.
    const isSame =
      known !== undefined &&
      buckets.highBytes >= known.map.buckets.bytes &&
      buckets.lowBytes <= known.map.buckets.bytes;
    this.#since.set(address, { map, sinceMs: isSame ? known.sinceMs : atMs, seenMs: atMs });
  }

  addOthers(atMs: number, bytes: number | null): void {
    this.#othersNow = bytes;
    if (bytes !== null && bytes > this.#othersMost.bytes) this.#othersMost = { atMs, bytes };
  }

  /** Of another process nothing is known. */
  clear(): void {
    this.#fullest.clear();
    this.#since.clear();
    this.#othersMost = { atMs: 0, bytes: 0 };
  }

  fullestOf({ address }: MapLine): Fullest | undefined {
    return this.#fullest.get(address);
  }

  /** Lines without boxes, which tell nothing of entries, whose maps stayed while all else fell. */
  staying(nowMs: number): StayingLine[] {
    const { atMs, bytes: othersBefore } = this.#othersMost;
    const othersNow = this.#othersNow;
    if (othersNow === null || othersNow > othersBefore * fallShare) return [];
    return [...this.#since.values()]
      .filter(
        ({ map, sinceMs, seenMs }) =>
          map.mostEntries === null &&
          seenMs === nowMs &&
          sinceMs <= atMs &&
          map.buckets.lowBytes >= leastBytes &&
          othersBefore - othersNow >= map.buckets.lowBytes * fallShare,
      )
      .map(({ map, sinceMs }) => ({ map, sinceMs, othersBefore, othersNow }));
  }
}
