import type { Address } from '../../base/index.ts';
import { GrowingFloats, GrowingWords } from './growing-columns.ts';
import type { DumpedFrames } from './heap-dump.ts';

/** Gathers stack frames; names of functions are kept once. */
export class FrameColumns {
  readonly #sp = new GrowingFloats();
  readonly #byteCount = new GrowingFloats();
  readonly #contents = new GrowingFloats();
  readonly #pc = new GrowingFloats();
  readonly #name = new GrowingWords();
  readonly #functions = new Map<string, number>();

  get count(): number {
    return this.#sp.count;
  }

  add(sp: Address, byteCount: number, contents: number, pc: Address, name: string): void {
    let index = this.#functions.get(name);
    if (index === undefined) this.#functions.set(name, (index = this.#functions.size));
    this.#sp.add(sp);
    this.#byteCount.add(byteCount);
    this.#contents.add(contents);
    this.#pc.add(pc);
    this.#name.add(index);
  }

  finish(): DumpedFrames {
    return {
      count: this.count,
      sp: this.#sp.values,
      byteCount: this.#byteCount.values,
      contents: this.#contents.values,
      pc: this.#pc.values,
      name: this.#name.values,
      functions: [...this.#functions.keys()],
    };
  }
}
