import type { Address } from '../../base/index.ts';
import { AddressLists, type AddressRange } from './address-lists.ts';
import type { AttributeReader } from './attribute-reader.ts';
import { Attribute, Form, Tag } from './constants.ts';
import type { DwarfLocal } from './dwarf.ts';
import type { FunctionDies } from './function-dies.ts';
import { stackPieces } from './locations.ts';
import type { DebugSections } from './sections.ts';
import { readUleb, skipLeb } from './skip.ts';
import { abbreviationAt, type Unit, unitAt } from './units.ts';

/** Attributes of one DIE inside a function. */
interface Die {
  name: string;
  type: number;
  origin: number;
  lowPc: number;
  /** End of the code, 0 where it is not one stretch. */
  highPc: number;
  /** Offset of a list of ranges, -1 where there is none. */
  ranges: number;
  /** Offset of a list of locations, -1 where there is none. */
  locations: number;
  blockAt: number;
  blockBytes: number;
  end: number;
}

/** Where the reader of a function stands: the code that the enclosing block covers, and the function inlined there. */
interface Scope {
  readonly ranges: readonly AddressRange[] | undefined;
  readonly inlined: string;
}

const maximumLocals = 1 << 14;
const maximumDepth = 256;

/** Finds the variables of functions and where in the frame they lie (DWARF 5 §3.3, §4.1, §3.5). */
export class Locals {
  readonly #sections: DebugSections;
  readonly #reader: AttributeReader;
  readonly #units: readonly Unit[];
  readonly #functions: FunctionDies;
  readonly #lists: AddressLists;

  constructor(
    sections: DebugSections,
    reader: AttributeReader,
    units: readonly Unit[],
    functions: FunctionDies,
  ) {
    this.#sections = sections;
    this.#reader = reader;
    this.#units = units;
    this.#functions = functions;
    this.#lists = new AddressLists(sections, reader);
  }

  /** Variables and parameters, also of functions inlined into it, in the order of the source. */
  of(functionAddress: Address): DwarfLocal[] {
    const offset = this.#functions.at(functionAddress);
    const unit = offset === undefined ? undefined : unitAt(this.#units, offset);
    return offset === undefined || !unit ? [] : this.#readFunction(unit, offset);
  }

  #readFunction(unit: Unit, offset: number): DwarfLocal[] {
    const { info } = this.#sections;
    const locals: DwarfLocal[] = [];
    if (!abbreviationAt(info, unit, offset)?.hasChildren) return locals;
    const scopes: Scope[] = [{ ranges: undefined, inlined: '' }];
    let at = this.#readDie(unit, offset).end;
    while (at < unit.end && scopes.length > 0 && locals.length < maximumLocals) {
      if (readUleb(info, at) === 0) {
        scopes.pop();
        at++;
        continue;
      }
      const abbreviation = abbreviationAt(info, unit, at);
      if (!abbreviation) break;
      const die = this.#readDie(unit, at);
      const scope = scopes[scopes.length - 1];
      if (abbreviation.tag === Tag.variable || abbreviation.tag === Tag.formalParameter) {
        const local = this.#describe(unit, die, scope, abbreviation.tag === Tag.formalParameter);
        if (local) locals.push(local);
      }
      at = die.end;
      if (!abbreviation.hasChildren) continue;
      if (scopes.length === maximumDepth) break;
      scopes.push(this.#scopeOf(unit, die, abbreviation.tag === Tag.inlinedSubroutine, scope));
    }
    return locals;
  }

  /** A block without addresses of its own covers what the block around it covers. */
  #scopeOf(unit: Unit, die: Die, isInlined: boolean, outer: Scope): Scope {
    let { ranges, inlined } = outer;
    if (die.ranges >= 0) ranges = this.#lists.ranges(unit, die.ranges);
    else if (die.highPc > 0) ranges = [{ start: die.lowPc, end: die.highPc, bytesAt: 0, byteCount: 0 }];
    if (isInlined) inlined = this.#origin(die.origin)?.name ?? '';
    return { ranges, inlined };
  }

  #describe(unit: Unit, die: Die, scope: Scope, isParameter: boolean): DwarfLocal | undefined {
    const origin = die.origin > 0 ? this.#origin(die.origin) : undefined;
    const name = die.name || (origin?.name ?? '');
    const type = die.type || (origin?.type ?? 0);
    const places = this.#places(unit, die);
    if (name === '' || places.length === 0) return undefined;
    const scopeRanges = scope.ranges?.map(({ start, end }) => ({ start, end }));
    return { name, type, isParameter, inlined: scope.inlined, scope: scopeRanges, places };
  }

  #places(unit: Unit, die: Die): DwarfLocal['places'] {
    if (die.locations >= 0) {
      const bytes = this.#lists.locationBytes(unit);
      return this.#lists
        .locations(unit, die.locations)
        .map(({ start, end, bytesAt, byteCount }) => ({
          start,
          end,
          pieces: stackPieces(bytes, bytesAt, byteCount),
        }))
        .filter(({ pieces }) => pieces.length > 0);
    }
    const pieces = stackPieces(this.#sections.info, die.blockAt, die.blockBytes);
    return pieces.length === 0 ? [] : [{ start: 0, end: 2 ** 53, pieces }];
  }

  /** Name and type stand at the abstract instance. */
  #origin(offset: number): Die | undefined {
    const unit = unitAt(this.#units, offset);
    return unit && abbreviationAt(this.#sections.info, unit, offset)
      ? this.#readDie(unit, offset)
      : undefined;
  }

  #readDie(unit: Unit, offset: number): Die {
    const { info } = this.#sections;
    const reader = this.#reader;
    const abbreviation = abbreviationAt(info, unit, offset);
    const die: Die = {
      name: '',
      type: 0,
      origin: 0,
      lowPc: 0,
      highPc: 0,
      ranges: -1,
      locations: -1,
      blockAt: 0,
      blockBytes: 0,
      end: 0,
    };
    let highIsOffset = false;
    let at = skipLeb(info, offset);
    const count = abbreviation ? abbreviation.forms.length : 0;
    for (let index = 0; abbreviation && index < count && at <= unit.end; index++) {
      at = reader.read(unit, abbreviation, index, at);
      switch (abbreviation.attributes[index]) {
        case Attribute.name:
          die.name = reader.text();
          break;
        case Attribute.type:
          die.type = reader.number;
          break;
        case Attribute.abstractOrigin:
          die.origin = reader.number;
          break;
        case Attribute.lowPc:
          die.lowPc = reader.number;
          break;
        case Attribute.highPc:
          die.highPc = reader.number;
          highIsOffset = !isAddressForm(abbreviation.forms[index]);
          break;
        case Attribute.ranges:
          die.ranges = reader.number;
          break;
        case Attribute.location:
          // A block is the one location; anything else is the offset of a list.
          if (isListForm(abbreviation.forms[index])) die.locations = reader.number;
          die.blockAt = reader.blockAt;
          die.blockBytes = reader.blockBytes;
          break;
      }
    }
    if (highIsOffset) die.highPc += die.lowPc;
    die.end = at;
    return die;
  }
}

function isAddressForm(form: number): boolean {
  return form === Form.address || form === Form.addrx || (form >= Form.addrx1 && form <= Form.addrx4);
}

/** Go writes the offset of the list itself in both versions; an index (DW_FORM_loclistx) it never writes. */
function isListForm(form: number): boolean {
  return form === Form.sectionOffset || form === Form.data4 || form === Form.data8;
}
