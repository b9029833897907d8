import { utf8 } from '../../base/index.ts';

/** Longer lines lose their end: no line of the runtime is so long, and JSON that holds a whole dump may be. */
export const longestLine: number = 2 ** 20;

/** Cuts a stream of bytes into lines of text. Holds one line at most, and of that `longestLine` bytes. */
export class TextLines {
  readonly #take: (line: string) => void;
  readonly #rest = new Uint8Array(longestLine);
  #restLength = 0;
  /** Lines that lost their end. */
  cutCount = 0;
  #isCut = false;

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    const first = chunk.indexOf(newline);
    if (this.#restLength > 0 || this.#isCut) {
      this.#keep(chunk.subarray(0, first < 0 ? chunk.length : first));
      if (first < 0) return;
      this.#flush();
      start = first + 1;
    }
    const last = chunk.lastIndexOf(newline);
    if (last >= start) {
      // All whole lines at once: to decode them one by one takes five times as long.
      for (const line of utf8(chunk.subarray(start, last)).split('\n')) {
        if (line.length > longestLine) this.cutCount++;
        this.#take(trimReturn(line.length > longestLine ? line.slice(0, longestLine) : line));
      }
      start = last + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** Gives the last line, which may have no newline. */
  end(): void {
    if (this.#restLength > 0) this.#flush();
  }

  #keep(bytes: Uint8Array): void {
    const room = longestLine - this.#restLength;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (kept.length < bytes.length) this.#isCut = true;
    this.#rest.set(kept, this.#restLength);
    this.#restLength += kept.length;
  }

  #flush(): void {
    if (this.#isCut) this.cutCount++;
    const line = utf8(this.#rest.subarray(0, this.#restLength));
    this.#restLength = 0;
    this.#isCut = false;
    this.#take(trimReturn(line));
  }
}

const newline = 10;

function trimReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
