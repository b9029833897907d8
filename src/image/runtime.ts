import type { Address } from '../base/index.ts';
import type { Dwarf, Elf, DumpRecords } from '../formats/index.ts';

export type MapKind = 'classic' | 'swiss';

/** Byte offset of each field of a runtime struct, and its size. */
export interface StructLayout {
  readonly size: number;
  readonly fields: ReadonlyMap<string, number>;
}

/**
 * Layouts of runtime structs by qualified name (`runtime.mspan`, `internal/runtime/maps.Map`), from the binary's own
 * DWARF where it has one, else from the offset table of the nearest known Go version.
 */
export interface Layouts {
  readonly source: 'dwarf' | 'table';
  struct(name: string): StructLayout | undefined;
  /** Offset of a field; asserts that struct and field exist: for fields that every supported Go has. */
  offset(struct: string, field: string): number;
  /** Offset, or -1 where this Go has no such struct or field. */
  find(struct: string, field: string): number;
}

/** One moduledata: the executable or a plugin. Addresses are run-time addresses (load bias applied). */
export interface GoModule {
  readonly address: Address;
  readonly text: Address;
  readonly etext: Address;
  readonly types: Address;
  readonly etypes: Address;
  readonly data: Address;
  readonly edata: Address;
  readonly bss: Address;
  readonly ebss: Address;
  readonly noptrdata: Address;
  readonly enoptrdata: Address;
  readonly noptrbss: Address;
  readonly enoptrbss: Address;
  /** Bases of the offsets to functions' tables (FUNCDATA) and to pointer masks of stack objects; 0 where unknown. */
  readonly gofunc: Address;
  readonly rodata: Address;
  /** typelinks slice: offsets (i32) from `types` of the module's unnamed types, maps among them. */
  readonly typelinks: { readonly address: Address; readonly count: number };
}

/** What was found out about the Go runtime in the image; the starting point of every other reader. */
export interface Runtime {
  /** `go1.26.8`, with any ` X:experiment` suffix removed. */
  readonly goVersion: string;
  /** 26 for go1.26.8; for a version newer than known the number it says. */
  readonly goMinor: number;
  readonly experiments: readonly string[];
  readonly arch: 'amd64' | 'arm64';
  readonly mapKind: MapKind;
  /** No DWARF: names of globals are missing. */
  readonly stripped: boolean;
  /** Main module path from the build info (`github.com/nats-io/nats-server/v2`), '' where absent. */
  readonly modulePath: string;
  readonly modules: readonly GoModule[];
  readonly layouts: Layouts;
  readonly elf: Elf;
  readonly dwarf: Dwarf | undefined;
  /** Run-time address minus ELF address. */
  readonly loadBias: number;
  /** 0 for a heap dump: it has none of the heap's own tables. */
  readonly mheapAddress: Address;
  /** `[]*g`; `slice` is the address of the slice itself, since a live process moves the array when it grows. */
  /** The heap dump that the image was made from: it says itself what pointers data and bss have, and what is kept besides. */
  readonly dump?: DumpRecords;
  readonly allgs: { readonly slice: Address; readonly address: Address; readonly count: number };
}
