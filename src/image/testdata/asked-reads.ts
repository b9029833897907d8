import type { Address } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { longestRun, type ReadAhead, type Window, windowOf } from '../read-ahead.ts';

const places = 16;

/** Reads at the moment it is asked, no thread could be earlier: what is taken is as old as the asking. */
export class AskedReads implements ReadAhead {
  readonly isParallel = true;
  readonly window: Window = windowOf(new ArrayBuffer(places * longestRun));
  readonly #memory: Memory;
  readonly #outcomes: number[] = [];
  #asked = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  hasRoom(): boolean {
    // One place stays free for what was taken last.
    return this.#outcomes.length < places - 1;
  }

  ask(start: Address, byteCount: number): void {
    const offset = (this.#asked++ % places) * longestRun;
    const into = this.window.bytes.subarray(offset, offset + longestRun);
    this.#outcomes.push(this.#memory.read(start, byteCount, into) ? offset : -1);
  }

  take(): number {
    const outcome = this.#outcomes.shift();
    if (outcome === undefined) throw new Error('taken without asking');
    return outcome;
  }
}

/** The same memory with reads ahead. */
export function readingAhead(memory: Memory): Memory {
  return {
    regions: memory.regions,
    get bytesRead() {
      return memory.bytesRead;
    },
    read: (address, length, into) => memory.read(address, length, into),
    readAhead: () => new AskedReads(memory),
    refresh: () => memory.refresh(),
  };
}
