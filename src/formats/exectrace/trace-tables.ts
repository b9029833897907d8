import { type ByteCursor, utf8 } from '../../base/index.ts';
import { GrowingFloats } from '../heapdump/growing-columns.ts';

/** Longest string of a trace of Go 1.22+ (tracev2.MaxEventTrailerDataSize); older ones may have 1e6 bytes. */
const longestString = 1024;
/** Most frames of a stack (tracev2.MaxFramesPerStack); older traces may have 1000. */
const mostFrames = 1000;
const fieldsOfFrame = 4;

/** One call of a stack. */
export interface TraceFrame {
  /** `net/http.(*conn).serve`; '' where the trace does not say. */
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
}

/** The strings and stacks that events name by number. Unknown numbers, 0 too, are '' and the empty stack. */
export class TraceTables {
  readonly #strings = new Map<number, string>();
  readonly #firstFrames = new Map<number, number>();
  /** For each stack the number of its frames, then of each frame pc, function, file and line. */
  readonly #frames = new GrowingFloats();

  get stackCount(): number {
    return this.#firstFrames.size;
  }

  string(id: number): string {
    return this.#strings.get(id) ?? '';
  }

  hasStack(id: number): boolean {
    return this.#firstFrames.has(id);
  }

  /** Leaf first. */
  stack(id: number): TraceFrame[] {
    const start = this.#firstFrames.get(id);
    if (start === undefined) return [];
    const { values } = this.#frames;
    return Array.from({ length: values[start] }, (_, index) => {
      const at = start + 1 + index * fieldsOfFrame;
      return {
        functionName: this.string(values[at + 1]),
        file: this.string(values[at + 2]),
        line: values[at + 3],
      };
    });
  }

  setString(id: number, text: string): void {
    this.#strings.set(id, text);
  }

  /** Reads a string's number, length and bytes; false where they are not whole. */
  readString(cursor: ByteCursor, lengthMax: number = longestString): boolean {
    const id = cursor.uleb();
    const length = cursor.uleb();
    if (length > lengthMax) return false;
    const bytes = cursor.take(length);
    if (cursor.overran) return false;
    this.#strings.set(id, utf8(bytes));
    return true;
  }

  /** Reads a stack's number, its number of frames and the frames; false where they are not whole. */
  readStack(cursor: ByteCursor): boolean {
    const id = cursor.uleb();
    const count = cursor.uleb();
    if (count > mostFrames) return false;
    const start = this.#frames.count;
    this.#frames.add(count);
    for (let field = 0; field < count * fieldsOfFrame; field++) this.#frames.add(cursor.uleb());
    if (cursor.overran) return false;
    // Stack 0 is what events without a stack name.
    if (id !== 0) this.#firstFrames.set(id, start);
    return true;
  }
}
