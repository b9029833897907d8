import { addressesOf, mostStackFrames, stackTextFrame } from '../heaptext/stack-text.ts';
import type { TracebackFrame } from './traceback-frame.ts';
import { labelsOf } from './traceback-reader.ts';

/** Goroutines of one stack in `/debug/pprof/goroutine?debug=1` and `goroutineleak?debug=1`. */
export interface GoroutineProfileRecord {
  readonly count: number;
  /** Return addresses, the innermost first: the runtime's too, which tell what is waited for. */
  readonly pcs: readonly number[];
  readonly labels: readonly (readonly [string, string])[];
  /** Innermost first, without the runtime's own at its top, which this text leaves out. */
  readonly frames: readonly TracebackFrame[];
  /** Of a profile that has none but goroutines which nothing can wake (Go 1.26+). */
  readonly isLeaked: boolean;
}

/** runtime/pprof/pprof.go, printCountProfile and printStackRecord. */
const head = /^(goroutine|goroutineleak) profile: total (\d{1,12})$/;
const record = /^(\d{1,12}) @((?: 0x[0-9a-f]{1,13}){0,1024})$/;
const labels = /^# labels: \{(.*)\}$/;

/** Reads records out of lines. Holds one record. */
export class GoroutineProfileReader {
  readonly #take: (record: GoroutineProfileRecord) => void;
  #isLeaked: boolean | undefined;
  #count = 0;
  #pcs: readonly number[] = [];
  #frames: TracebackFrame[] = [];
  #labels: readonly (readonly [string, string])[] = [];
  /** What the heads say there is; 0 without a head. */
  announcedCount = 0;
  /** What the records that were given sum up to. */
  foundCount = 0;

  readonly #begin: () => void;

  constructor(take: (record: GoroutineProfileRecord) => void, begin: () => void) {
    this.#take = take;
    this.#begin = begin;
  }

  get isInside(): boolean {
    return this.#isLeaked !== undefined;
  }

  /** True where the line is part of a profile. */
  push(line: string): boolean {
    const begins = line.endsWith(' ') || !line.includes(' profile: total ') ? null : head.exec(line);
    if (begins) {
      this.end();
      this.#isLeaked = begins[1] === 'goroutineleak';
      this.announcedCount += Number(begins[2]);
      this.#begin();
      return true;
    }
    if (this.#isLeaked === undefined) return false;
    const counted = record.exec(line);
    if (counted) {
      this.#flush();
      this.#count = Number(counted[1]);
      this.#pcs = addressesOf(counted[2]);
      return true;
    }
    if (line === '' || !line.startsWith('#')) {
      this.#flush();
      return line === '';
    }
    const frame = stackTextFrame(line);
    if (frame) {
      const { functionName: name, file, line: number } = frame;
      if (this.#count > 0 && this.#frames.length < mostStackFrames)
        this.#frames.push({ name, position: { file, line: number }, addresses: [] });
      return true;
    }
    const labelled = labels.exec(line);
    if (labelled) this.#labels = labelsOf(labelled[1]);
    return labelled !== null;
  }

  end(): void {
    this.#flush();
    this.#isLeaked = undefined;
  }

  #flush(): void {
    if (this.#count > 0) {
      const { isInside } = this;
      this.foundCount += this.#count;
      this.#take({
        count: this.#count,
        pcs: this.#pcs,
        labels: this.#labels,
        frames: this.#frames,
        isLeaked: isInside && this.#isLeaked === true,
      });
    }
    this.#count = 0;
    this.#pcs = [];
    this.#frames = [];
    this.#labels = [];
  }
}
