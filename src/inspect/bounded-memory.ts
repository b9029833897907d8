import { type Address, UnreadableError } from '../base/index.ts';
import type { Memory, ReadAhead, Region } from '../image/index.ts';

const mebibyte = 2 ** 20;
/** Looking at one's own RSS takes some microseconds: once for so many bytes or calls. */
const checkedBytes = 4 * mebibyte;
const checkedReads = 2048;

/** Thrown in the middle of reading where the next step would go over the bound. */
export class OverBudgetError extends UnreadableError {
  constructor(limitBytes: number) {
    super(
      'max-memory',
      `reading this process needs more than the ${Math.floor(limitBytes / mebibyte)} MiB that --max-memory allows; allow more, or take a core and read it elsewhere`,
    );
  }
}

/**
 * Memory that stops being read once this process itself takes more than its bound. What the readers keep grows with
 * what they read, so the place where all reading passes is the place to watch; the bound is overrun by little.
 */
export class BoundedMemory implements Memory {
  #memory: Memory;
  #limitBytes: number;
  readonly #mayReadAhead: () => boolean;
  #bytesAtCheck = 0;
  #reads = 0;

  /** `mayReadAhead`: asked each time, whether another thread may read meanwhile. */
  constructor(
    memory: Memory,
    limitBytes: number = Number.POSITIVE_INFINITY,
    mayReadAhead: () => boolean = () => true,
  ) {
    this.#memory = memory;
    this.#mayReadAhead = mayReadAhead;
    this.#limitBytes = limitBytes;
    this.#check();
  }

  get regions(): readonly Region[] {
    return this.#memory.regions;
  }

  get isStill(): boolean {
    return this.#memory.isStill ?? false;
  }

  get bytesRead(): number {
    return this.#memory.bytesRead;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    this.#countRead();
    return this.#memory.read(address, length, into);
  }

  readAhead(byteCount: number): ReadAhead | undefined {
    const ahead = this.#mayReadAhead() ? this.#memory.readAhead?.(byteCount) : undefined;
    if (!ahead) return undefined;
    return {
      window: ahead.window,
      isParallel: ahead.isParallel,
      hasRoom: (length) => ahead.hasRoom(length),
      ask: (start, length) => ahead.ask(start, length),
      take: () => {
        this.#countRead();
        return ahead.take();
      },
    };
  }

  /** From now on everything is read from a copy of the target, as far as that goes. */
  useCopy(copy: Memory): void {
    this.#memory = copy;
  }

  letRun(): boolean {
    return this.#memory.letRun?.() ?? false;
  }

  refresh(): void {
    this.#memory.refresh();
  }

  /** Ends the watch, when all that grows has been read. */
  lift(): void {
    this.#limitBytes = Number.POSITIVE_INFINITY;
  }

  #countRead(): void {
    if (++this.#reads >= checkedReads || this.#memory.bytesRead - this.#bytesAtCheck >= checkedBytes)
      this.#check();
  }

  #check(): void {
    this.#reads = 0;
    this.#bytesAtCheck = this.#memory.bytesRead;
    if (this.#limitBytes < Number.POSITIVE_INFINITY && process.memoryUsage.rss() > this.#limitBytes)
      throw new OverBudgetError(this.#limitBytes);
  }
}
