import { sizeClasses } from '../../gomem/index.ts';

/** How the objects of one size lie in their spans. A span is freed only when its last object is. */
export interface SizeOccupancy {
  /** Bytes of a slot (runtime/sizeclasses.go). */
  readonly slotBytes: number;
  /** Spans that keep an object. */
  readonly spanCount: number;
  /** Spans that the same objects would fill, were they packed: those with pointers and those without apart. */
  readonly neededSpanCount: number;
  /** Spans of which less than a quarter is in use. */
  readonly sparseSpanCount: number;
  readonly liveCount: number;
  readonly slotCount: number;
  /** Resident bytes of slots without an object, in spans that keep one. */
  readonly freeBytes: number;
}

/** A span is sparse below this share of slots in use. */
const sparseShare = 0.25;

/** Sums span by span, by span class. */
export class SpanOccupancy {
  readonly #spans = new Float64Array(sizeClasses.length * 2);
  readonly #sparse = new Float64Array(sizeClasses.length * 2);
  readonly #live = new Float64Array(sizeClasses.length * 2);
  readonly #slots = new Float64Array(sizeClasses.length * 2);
  readonly #freeBytes = new Float64Array(sizeClasses.length * 2);

  /** `freeBytes`: resident bytes of its free slots. Spans without a live object go with the next sweep, and do not count. */
  add(spanClass: number, slotCount: number, liveCount: number, freeBytes: number): void {
    if (liveCount === 0 || spanClass >= this.#spans.length) return;
    this.#spans[spanClass]++;
    if (liveCount < slotCount * sparseShare) this.#sparse[spanClass]++;
    this.#live[spanClass] += liveCount;
    this.#slots[spanClass] += slotCount;
    this.#freeBytes[spanClass] += freeBytes;
  }

  /** Of the sizes of small objects that there are, ascending; a large object has a span of its own. */
  bySize(): SizeOccupancy[] {
    return sizeClasses.flatMap((slotBytes, sizeClass) => {
      const classes = [sizeClass * 2, sizeClass * 2 + 1].filter((each) => this.#spans[each] > 0);
      if (sizeClass === 0 || classes.length === 0) return [];
      const sum = (of: (spanClass: number) => number): number =>
        classes.reduce((total, each) => total + of(each), 0);
      return {
        slotBytes,
        spanCount: sum((each) => this.#spans[each]),
        neededSpanCount: sum((each) => Math.ceil((this.#live[each] * this.#spans[each]) / this.#slots[each])),
        sparseSpanCount: sum((each) => this.#sparse[each]),
        liveCount: sum((each) => this.#live[each]),
        slotCount: sum((each) => this.#slots[each]),
        freeBytes: sum((each) => this.#freeBytes[each]),
      };
    });
  }
}
