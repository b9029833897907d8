import { type Address, i32At, isAddress, u32At, u64At, utf8 } from '../../base/index.ts';
import type { Reader } from '../reader.ts';
import type { GoModule, Runtime } from '../runtime.ts';

/** The common head of a runtime type descriptor (internal/abi/type.go Type; the same offsets in Go 1.18 to 1.26). */
export interface Descriptor {
  readonly address: Address;
  readonly size: number;
  /** Bytes of the value that can hold pointers; 0 for a type without pointers. */
  readonly pointerBytes: number;
  /** reflect's number, 1 to 26. */
  readonly kind: number;
  readonly directInterface: boolean;
  readonly hasUncommon: boolean;
  /** Declared with a name. An unnamed type can have an uncommon part too: *T has T's methods. */
  readonly isNamed: boolean;
  readonly hasExtraStar: boolean;
  readonly nameOffset: number;
}

/** Bytes of abi.Type; what a kind adds follows it. */
export const descriptorBytes = 48;

const typeNameLimitBytes = 65536;
const flagUncommon = 1 << 0;
const flagExtraStar = 1 << 1;
const flagNamed = 1 << 2;

/** Bytes of the whole descriptor without its uncommon part, by kind (internal/abi/type.go); 48 for all others. */
const uncommonOffsetByKind: ReadonlyMap<number, number> = new Map([
  [17, 72],
  [18, 64],
  [19, 56],
  [20, 80],
  [22, 56],
  [23, 56],
  [25, 80],
]);

/** Reads type descriptors and the names that hang off them. Trusts nothing: a word that is no descriptor gives undefined. */
export class DescriptorReader {
  readonly reader: Reader;
  readonly #runtime: Runtime;

  constructor(runtime: Runtime, reader: Reader) {
    this.#runtime = runtime;
    this.reader = reader;
  }

  read(address: Address): Descriptor | undefined {
    if (!isAddress(address) || address % 8 !== 0) return undefined;
    const bytes = this.reader.view(address, descriptorBytes);
    if (!bytes) return undefined;
    const size = u64At(bytes, 0);
    const pointerBytes = u64At(bytes, 8);
    const flags = bytes[20];
    const align = bytes[21];
    const kind = bytes[23] & 31;
    if (kind < 1 || kind > 26 || size >= 2 ** 47 || pointerBytes > size || pointerBytes % 8 !== 0)
      return undefined;
    if (align === 0 || align > 128 || (align & (align - 1)) !== 0) return undefined;
    return {
      address,
      size,
      pointerBytes,
      kind,
      // Go 1.26 moved the flag from abi.Type.Kind_ to TFlag.
      directInterface: ((this.#runtime.goMinor >= 26 ? flags : bytes[23]) & (1 << 5)) !== 0,
      hasUncommon: (flags & flagUncommon) !== 0,
      isNamed: (flags & flagNamed) !== 0,
      hasExtraStar: (flags & flagExtraStar) !== 0,
      nameOffset: i32At(bytes, 40),
    };
  }

  /** The type's string as reflect prints it; '' for a type that reflect made at run time (its name is not in the module). */
  name(descriptor: Descriptor): string {
    const base = this.moduleOf(descriptor.address)?.types;
    if (base === undefined || descriptor.nameOffset <= 0) return '';
    const name = this.nameAt(base + descriptor.nameOffset);
    return descriptor.hasExtraStar && name.startsWith('*') ? name.slice(1) : name;
  }

  /** An abi.Name: flag byte, varint length, bytes. '' where it cannot be read. */
  nameAt(address: Address): string {
    const head = isAddress(address) ? this.reader.view(address, 4) : undefined;
    if (!head) return '';
    let length = head[1] & 0x7f;
    let start = 2;
    if (head[1] & 0x80) {
      length |= (head[2] & 0x7f) << 7;
      start = 3;
      if (head[2] & 0x80) {
        length |= (head[3] & 0x7f) << 14;
        start = 4;
      }
    }
    if (length === 0 || length > typeNameLimitBytes) return '';
    const bytes = this.reader.view(address + start, length);
    return bytes ? utf8(bytes) : '';
  }

  /** Bit 3 of the name's flag byte: an embedded field (Go 1.19+; Go 1.18 keeps it in the offset). */
  nameSaysEmbedded(address: Address): boolean {
    return (Math.max(0, this.reader.u8(address)) & 8) !== 0;
  }

  /** Import path of a named type's package; '' for unnamed and predeclared types. `mapBytes`: descriptor size of a map. */
  packagePath(descriptor: Descriptor, mapBytes: number): string {
    if (!descriptor.hasUncommon || !descriptor.isNamed) return '';
    const at =
      descriptor.kind === 21 ? mapBytes : (uncommonOffsetByKind.get(descriptor.kind) ?? descriptorBytes);
    const bytes = this.reader.view(descriptor.address + at, 4);
    const base = this.moduleOf(descriptor.address)?.types;
    if (!bytes || base === undefined) return '';
    const offset = u32At(bytes, 0);
    return offset === 0 ? '' : this.nameAt(base + offset);
  }

  moduleOf(address: Address): GoModule | undefined {
    return this.#runtime.modules.find((module) => address >= module.types && address < module.etypes);
  }
}
