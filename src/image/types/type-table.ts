import { type Address, type Diagnostics, i32At } from '../../base/index.ts';
import type { Dwarf } from '../../formats/index.ts';
import type { GoField, GoKind, GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { DescriptorReader } from './descriptor.ts';
import { dwarfHead, dwarfParts, tagTypedef } from './dwarf-types.ts';
import { readMapParts } from './map-layout.ts';
import { describeUnit, mapNameOfUnit } from './map-unit.ts';
import { runtimeHead, runtimeParts } from './runtime-types.ts';
import type { TypeHead, TypeParts } from './type-head.ts';
import { TypeNode } from './type-node.ts';

/** Types that one image may have at most; what asks for more is damage or garbage. */
const typeLimit = 4_000_000;
const typelinkLimit = 4_000_000;
const nestingLimit = 200;

/**
 * The Go types of an image, from runtime type descriptors and DWARF, one object a type: a DWARF type that names its
 * descriptor is the descriptor's object. Types are made when somebody asks.
 */
export class TypeTable {
  readonly #runtime: Runtime;
  readonly #descriptors: DescriptorReader;
  readonly #diagnostics: Diagnostics;
  readonly #byAddress = new Map<Address, TypeNode | undefined>();
  readonly #byDwarf = new Map<number, TypeNode | undefined>();
  readonly #byUnit = new Map<Address, GoType | undefined>();
  #mapTypes: readonly GoType[] | undefined;
  #any: GoType | undefined;
  #count = 0;
  #nesting = 0;

  constructor(runtime: Runtime, memory: Memory, diagnostics: Diagnostics) {
    this.#runtime = runtime;
    this.#diagnostics = diagnostics;
    this.#descriptors = new DescriptorReader(runtime, new Reader(memory, 256));
  }

  /** Number of types made so far: ids are below it. */
  get count(): number {
    return this.#count;
  }

  /** The type whose descriptor is at this run-time address; undefined where there is none. */
  fromRuntime(address: Address): GoType | undefined {
    const known = this.#byAddress.get(address);
    if (known !== undefined || this.#byAddress.has(address)) return known;
    if (this.#count >= typeLimit || this.#byAddress.size >= typeLimit) return undefined;
    const descriptor = this.#descriptors.read(address);
    const lookup = (other: Address): GoType | undefined => this.fromRuntime(other);
    // A reflect-made type asks for its parts to get its name; damage could make that a cycle, which ends here.
    this.#byAddress.set(address, undefined);
    const head =
      descriptor && this.#nesting < nestingLimit
        ? this.#nested(() => runtimeHead(this.#descriptors, this.#runtime, descriptor, lookup))
        : undefined;
    const type =
      descriptor && head
        ? this.#make(head, () => runtimeParts(this.#descriptors, this.#runtime, descriptor, lookup))
        : undefined;
    this.#byAddress.set(address, type);
    if (type?.kind === 'map') {
      // Of a map type that reflect made nothing else leads from the unit to the map.
      const unit = readMapParts(this.#descriptors, this.#runtime, address)?.unit;
      if (unit !== undefined && this.#byUnit.get(unit) === undefined) this.#byUnit.set(unit, type);
    }
    return type;
  }

  /** The type of a DWARF type DIE by its .debug_info offset. */
  fromDwarf(offset: number): GoType | undefined {
    const dwarf = this.#runtime.dwarf;
    if (!dwarf || offset === 0) return undefined;
    const known = this.#byDwarf.get(offset);
    if (known !== undefined || this.#byDwarf.has(offset)) return known;
    const die = dwarf.type(offset);
    if (!die || this.#count >= typeLimit || this.#nesting >= nestingLimit) return undefined;
    // The cache is filled before the parts are looked at, so an array of itself (damage) ends here.
    this.#byDwarf.set(offset, undefined);
    const lookup = (other: number): GoType | undefined => this.fromDwarf(other);
    let type: TypeNode | undefined;
    if (die.tag === tagTypedef && die.goKind === 0 && die.type !== 0) {
      // Every named struct, interface and func stands behind a typedef of the same name (cmd/link/internal/ld/dwarf.go).
      type = this.fromDwarf(die.type) as TypeNode | undefined;
    } else {
      type = this.#described(die.runtimeType) as TypeNode | undefined;
    }
    if (!type) {
      const head = this.#nested(() => dwarfHead(dwarf, die, (elem) => lookup(elem)?.size ?? 0));
      type = this.#make(head, () => dwarfParts(dwarf, die, head.kind, lookup));
    }
    this.#byDwarf.set(offset, type);
    return type;
  }

  /** The type with this DWARF name (`*github.com/x/y.T`, `internal/sync.entry[interface {},interface {}]`). */
  byDwarfName(name: string): GoType | undefined {
    const offset = this.#runtime.dwarf?.typeByName(name) ?? 0;
    return offset === 0 ? undefined : this.fromDwarf(offset);
  }

  /**
   * The map type whose buckets or groups the descriptor at this address describes (`map.bucket[K]V`, `map.group[K]V`),
   * undefined where it describes something else. Malloc headers and mspan.largeType name such descriptors.
   */
  isMapUnitType(address: Address): GoType | undefined {
    // The unnamed map type is to win over named ones that share its unit, so the typelinks come first.
    this.mapTypes();
    if (this.#byUnit.has(address)) return this.#byUnit.get(address);
    const descriptor = this.#descriptors.read(address);
    const isUnit = descriptor?.kind === 25 && mapNameOfUnit(this.#descriptors.name(descriptor)) !== '';
    const map = isUnit ? this.#mapFromUnit(address) : undefined;
    if (this.#byUnit.size < typeLimit) this.#byUnit.set(address, map);
    return map;
  }

  /** All map types in the modules' typelinks: every unnamed one that the program's code mentions. */
  mapTypes(): readonly GoType[] {
    if (this.#mapTypes) return this.#mapTypes;
    const found: GoType[] = [];
    for (const module of this.#runtime.modules) {
      const { address, count } = module.typelinks;
      const bounded = Math.min(count, typelinkLimit);
      const offsets = this.#descriptors.reader.memory.read(address, bounded * 4);
      if (!offsets) {
        if (bounded > 0)
          this.#diagnostics.add(
            'typelinks-unreadable',
            'The list of types could not be read; map types come from maps alone.',
          );
        continue;
      }
      for (let at = 0; at < offsets.length; at += 4) {
        const typeAddress = module.types + i32At(offsets, at);
        if ((this.#descriptors.reader.u8(typeAddress + 23) & 31) !== 21) continue;
        const type = this.fromRuntime(typeAddress);
        if (type?.kind === 'map') found.push(type);
        const unit = type ? readMapParts(this.#descriptors, this.#runtime, typeAddress)?.unit : undefined;
        if (unit !== undefined) this.#byUnit.set(unit, type);
      }
    }
    this.#mapTypes = found;
    return found;
  }

  /** `any`, for the places where the runtime keeps one behind an unsafe.Pointer. */
  get anyType(): GoType {
    this.#any ??= this.#make(
      { ...unnamedHead('interface', 'interface {}', 16), emptyInterface: true },
      () => ({}),
    );
    return this.#any;
  }

  /** A struct type that the program has no name for: the captures of a closure, an object of a runtime container. */
  structOf(name: string, size: number, fields: readonly GoField[]): GoType {
    return this.#make(unnamedHead('struct', name, size), () => ({ fields }));
  }

  /** The captured variables of a closure as a struct type over the closure object; undefined where none is known. */
  closureType(name: string, captures: ReturnType<Dwarf['captures']>): GoType | undefined {
    const fields: GoField[] = [];
    let end = 8;
    for (const capture of captures) {
      const type = this.fromDwarf(capture.type);
      if (!type || capture.offset < 8 || capture.offset > 65536) continue;
      // A variable captured by reference is `&x`; Go spells it x all the same.
      fields.push({ name: capture.name.replace(/^&/, ''), offset: capture.offset, type, embedded: false });
      end = Math.max(end, capture.offset + type.size);
    }
    return fields.length === 0 ? undefined : this.structOf(name, end, fields);
  }

  /** Whether an interface holds values of this type in its data word itself. */
  isDirectInterface(type: GoType): boolean {
    return (type as TypeNode).directInterface;
  }

  /** DW_AT_go_runtime_type counts from runtime.types (DW_CLS_GO_TYPEREF), whatever the load address. */
  #described(runtimeType: number): GoType | undefined {
    const module = this.#runtime.modules[0];
    if (runtimeType === 0 || !module) return undefined;
    const address = module.types + runtimeType;
    return address < module.etypes ? this.fromRuntime(address) : undefined;
  }

  #mapFromUnit(address: Address): GoType | undefined {
    const unitType = this.fromRuntime(address) as TypeNode | undefined;
    const unit = unitType && describeUnit(unitType, unitType.hasPointers);
    if (!unit) return undefined;
    const head: TypeHead = { ...unnamedHead('map', unit.name, 8), directInterface: true };
    return this.#make(head, () => ({ key: unit.key, elem: unit.elem, map: unit.layout }));
  }

  #make(head: TypeHead, resolve: () => TypeParts): TypeNode {
    return new TypeNode(this.#count++, head, resolve);
  }

  #nested<T>(make: () => T): T {
    this.#nesting++;
    try {
      return make();
    } finally {
      this.#nesting--;
    }
  }
}

function unnamedHead(kind: GoKind, name: string, size: number): TypeHead {
  return {
    kind,
    name,
    packagePath: '',
    size,
    runtimeType: 0,
    length: 0,
    emptyInterface: false,
    directInterface: false,
    hasPointers: true,
  };
}

/** The types of an image. */
export function openTypes(runtime: Runtime, memory: Memory, diagnostics: Diagnostics): TypeTable {
  return new TypeTable(runtime, memory, diagnostics);
}
