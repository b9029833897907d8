import type { Address } from '../../base/index.ts';
import type { StackPiece } from './locations.ts';

export interface DwarfField {
  readonly name: string;
  readonly offset: number;
  /** Section offset of the type DIE. */
  readonly type: number;
  /** DW_AT_go_embedded_field (0x2903). */
  readonly embedded: boolean;
}

/** A type DIE with its attributes resolved one level deep; references are .debug_info section offsets for `type()`. */
export interface DwarfType {
  readonly offset: number;
  /** DW_TAG: 0x0f pointer, 0x13 structure, 0x01 array, 0x16 typedef, 0x15 subroutine, 0x24 base, 0x3b unspecified. */
  readonly tag: number;
  /** DW_AT_name as written (`map[string]*main.T`, `github.com/x/y.T`, `*runtime.mspan`), '' where none. */
  readonly name: string;
  /** Bytes; 0 where DWARF does not say. */
  readonly byteSize: number;
  /** DW_AT_type: element of a pointer or array, target of a typedef; 0 where none. */
  readonly type: number;
  readonly fields: readonly DwarfField[];
  /** Array length (DW_AT_count of the subrange), -1 where none. */
  readonly count: number;
  /** DW_AT_go_kind (0x2900), reflect's number; 0 where none. */
  readonly goKind: number;
  /** DW_AT_go_key (0x2901) and DW_AT_go_elem (0x2902): section offsets of type DIEs, 0 where none. */
  readonly goKey: number;
  readonly goElem: number;
  /** DW_AT_go_runtime_type (0x2904) as it stands: the linker writes the descriptor's offset from runtime.types; 0 where none. */
  readonly runtimeType: number;
}

export interface DwarfStruct {
  readonly name: string;
  readonly size: number;
  readonly fields: ReadonlyMap<string, number>;
}

/** A package variable: DW_TAG_variable at CU level with a DW_OP_addr (or addrx) location. */
export interface DwarfVariable {
  /** `main.srv`, `github.com/x/y.cache`. */
  readonly name: string;
  /** ELF address (no load bias). */
  readonly address: Address;
  /** Section offset of the type DIE. */
  readonly type: number;
}

/** A variable that a closure keeps, from DW_AT_go_closure_offset (Go 1.23+). */
export interface DwarfCapture {
  readonly name: string;
  /** Bytes into the closure object. */
  readonly offset: number;
  readonly type: number;
}

/** A variable or parameter of a function, where it lies in the frame at least for a while. */
export interface DwarfLocal {
  /** As the source has it; `&name` for one that was moved to the heap, whose place holds the pointer to it. */
  readonly name: string;
  /** Section offset of the type DIE. */
  readonly type: number;
  readonly isParameter: boolean;
  /** The function whose variable it is, where that was inlined; '' for the function's own. */
  readonly inlined: string;
  /** The code of its block (ELF addresses, ends exclusive); undefined for all of the function. */
  readonly scope: readonly { readonly start: Address; readonly end: Address }[] | undefined;
  /** What of it lies in the frame, by instruction. */
  readonly places: readonly {
    readonly start: Address;
    readonly end: Address;
    readonly pieces: readonly StackPiece[];
  }[];
}

/** Read-only view of a Go binary's DWARF 4 or 5. Everything is found on demand; the index pass skips function bodies. */
export interface Dwarf {
  readonly version: number;
  /** Layout of a struct by qualified name, typedefs followed. Cheap: looks at the type DIEs, not at functions. */
  struct(name: string): DwarfStruct | undefined;
  variables(): readonly DwarfVariable[];
  /** Any type DIE, cached by offset; undefined where the offset is not a type DIE or is damaged. */
  type(offset: number): DwarfType | undefined;
  /** Offset of the type DIE with this name, 0 where none. */
  typeByName(name: string): number;
  /** Offset of the type DIE whose DW_AT_go_runtime_type is this value (see `DwarfType.runtimeType`), 0 where none. */
  typeByRuntimeType(runtimeType: number): number;
  /** Captured variables of the closure whose code starts at this ELF address; empty before Go 1.23. */
  captures(functionAddress: Address): readonly DwarfCapture[];
  /** Variables of the function whose code starts at this ELF address, also of those inlined into it; not kept. */
  locals(functionAddress: Address): readonly DwarfLocal[];
}
