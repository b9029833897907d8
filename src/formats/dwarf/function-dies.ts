import type { Address } from '../../base/index.ts';
import type { AttributeReader } from './attribute-reader.ts';
import { Attribute } from './constants.ts';
import { skipLeb } from './skip.ts';
import { abbreviationAt, type Unit, unitAt } from './units.ts';

/** Finds the DIE of a function by the address of its code. Functions are listed on the first question. */
export class FunctionDies {
  readonly #info: Uint8Array;
  readonly #reader: AttributeReader;
  readonly #units: readonly Unit[];
  readonly #functions: Uint32Array;
  #byAddress: Map<Address, number> | undefined;

  constructor(info: Uint8Array, reader: AttributeReader, units: readonly Unit[], functions: Uint32Array) {
    this.#info = info;
    this.#reader = reader;
    this.#units = units;
    this.#functions = functions;
  }

  /** Section offset of the DIE; undefined where no function begins there. */
  at(functionAddress: Address): number | undefined {
    this.#byAddress ??= this.#list();
    return this.#byAddress.get(functionAddress);
  }

  #list(): Map<Address, number> {
    const byAddress = new Map<Address, number>();
    for (const offset of this.#functions) {
      const unit = unitAt(this.#units, offset);
      const abbreviation = unit && abbreviationAt(this.#info, unit, offset);
      if (!unit || !abbreviation) continue;
      let at = skipLeb(this.#info, offset);
      for (let index = 0; index < abbreviation.forms.length && at <= unit.end; index++) {
        at = this.#reader.read(unit, abbreviation, index, at);
        if (abbreviation.attributes[index] !== Attribute.lowPc) continue;
        byAddress.set(this.#reader.number, offset);
        break;
      }
    }
    return byAddress;
  }
}
