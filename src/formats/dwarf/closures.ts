import type { Address } from '../../base/index.ts';
import type { AttributeReader } from './attribute-reader.ts';
import { Attribute, Tag } from './constants.ts';
import type { DwarfCapture } from './dwarf.ts';
import type { FunctionDies } from './function-dies.ts';
import { readUleb, skipChildren, skipLeb } from './skip.ts';
import { abbreviationAt, type Unit, unitAt } from './units.ts';

/** What one DIE of a function says of a captured variable. */
interface Captured {
  name: string;
  type: number;
  /** DW_AT_go_closure_offset, 0 where the variable is not captured. */
  closureOffset: number;
  /** Section offset of the DIE that holds the other attributes, 0 where none. */
  origin: number;
}

/** Finds the variables that closures keep, by the address of their code. */
export class Closures {
  readonly #info: Uint8Array;
  readonly #reader: AttributeReader;
  readonly #units: readonly Unit[];
  readonly #functions: FunctionDies;

  constructor(info: Uint8Array, reader: AttributeReader, units: readonly Unit[], functions: FunctionDies) {
    this.#info = info;
    this.#reader = reader;
    this.#units = units;
    this.#functions = functions;
  }

  captures(functionAddress: Address): DwarfCapture[] {
    const offset = this.#functions.at(functionAddress);
    const unit = offset === undefined ? undefined : unitAt(this.#units, offset);
    return offset === undefined || !unit ? [] : this.#readFunction(unit, offset);
  }

  /** Looks through the function's own variables and lexical blocks, not through functions inlined into it. */
  #readFunction(unit: Unit, offset: number): DwarfCapture[] {
    const info = this.#info;
    const captures: DwarfCapture[] = [];
    const root = abbreviationAt(info, unit, offset);
    if (!root?.hasChildren) return captures;
    let at = this.#readVariable(unit, offset).end;
    let depth = 1;
    while (at < unit.end && depth > 0) {
      const code = readUleb(info, at);
      const abbreviation = unit.abbreviations[code];
      if (code === 0) {
        depth--;
        at++;
        continue;
      }
      if (!abbreviation) break;
      const { captured, end } = this.#readVariable(unit, at);
      const isVariable = abbreviation.tag === Tag.variable || abbreviation.tag === Tag.formalParameter;
      if (isVariable && captured.closureOffset > 0) captures.push(this.#withOrigin(captured));
      at = end;
      if (!abbreviation.hasChildren) continue;
      if (abbreviation.tag === Tag.inlinedSubroutine) {
        at = skipChildren(info, at, unit.end, unit.abbreviations, unit);
      } else depth++;
    }
    return captures;
  }

  /** A variable of a function that is also inlined somewhere has its name and type at its abstract origin. */
  #withOrigin(captured: Captured): DwarfCapture {
    const { closureOffset: offset } = captured;
    let { name, type } = captured;
    const unit = captured.origin > 0 ? unitAt(this.#units, captured.origin) : undefined;
    if (unit) {
      const origin = this.#readVariable(unit, captured.origin).captured;
      name ||= origin.name;
      type ||= origin.type;
    }
    return { name, offset, type };
  }

  #readVariable(unit: Unit, offset: number): { captured: Captured; end: number } {
    const reader = this.#reader;
    const captured: Captured = { name: '', type: 0, closureOffset: 0, origin: 0 };
    const abbreviation = abbreviationAt(this.#info, unit, offset);
    let at = skipLeb(this.#info, offset);
    const count = abbreviation ? abbreviation.forms.length : 0;
    for (let index = 0; abbreviation && index < count && at <= unit.end; index++) {
      at = reader.read(unit, abbreviation, index, at);
      switch (abbreviation.attributes[index]) {
        case Attribute.name:
          captured.name = reader.text();
          break;
        case Attribute.type:
          captured.type = reader.number;
          break;
        case Attribute.goClosureOffset:
          captured.closureOffset = reader.number;
          break;
        case Attribute.abstractOrigin:
          captured.origin = reader.number;
          break;
      }
    }
    return { captured, end: at };
  }
}
