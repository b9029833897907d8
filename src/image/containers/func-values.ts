import { type Address, isAddress } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';

const rememberedLimit = 100_000;

/** Names what func values run, by the address of the closure or of the static funcval. */
export class FuncValues {
  readonly #functions: FunctionTable;
  readonly #reader: Reader;
  readonly #known = new Map<Address, string>();
  readonly #low: Address;
  readonly #high: Address;

  constructor(runtime: Runtime, functions: FunctionTable, reader: Reader) {
    this.#functions = functions;
    this.#reader = reader;
    const ends = runtime.modules.flatMap(({ text, etext, etypes, ebss, enoptrbss }) => [
      text,
      etext,
      etypes,
      ebss,
      enoptrbss,
    ]);
    this.#low = Math.min(...ends);
    this.#high = Math.max(...ends);
  }

  /** A quick test on the two halves of a word: what fails it has no `staticName`. */
  mayBeStatic(low: number, high: number): boolean {
    const address = high * 2 ** 32 + low;
    return address >= this.#low && address < this.#high;
  }

  /** Name of the function of a func value that the compiler laid out; '' for any other word. */
  staticName(value: Address): string {
    return value >= this.#low && value < this.#high ? this.nameOf(value) : '';
  }

  /** Name of the function of any func value; '' where the word leads to none. */
  nameOf(value: Address): string {
    if (!isAddress(value) || value % 8 !== 0) return '';
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const pc = this.#reader.u64(value);
    const name = pc > 0 && this.#functions.entryOf(pc) === pc ? (this.#functions.nameOf(pc) ?? '') : '';
    if (this.#known.size < rememberedLimit) this.#known.set(value, name);
    return name;
  }
}
