import type { Address, Diagnostics } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { MapTable } from '../map-table.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import type { TypeTable } from '../types/type-table.ts';

export interface HolderOptions {
  /** Maps whose several holders are wanted by name, as indices of the map table; the others give their first one. */
  readonly wanted?: readonly number[];
  /** Shows `…` in place of every key and string from the target's memory. */
  readonly redact?: boolean;
}

export interface HolderParts {
  readonly runtime: Runtime;
  readonly types: TypeTable;
  readonly spans: SpanTable;
  readonly maps: MapTable;
  readonly memory: Memory;
  readonly goroutines: readonly Goroutine[];
  readonly functions: FunctionTable | undefined;
  readonly options?: HolderOptions;
  readonly diagnostics: Diagnostics;
}

/** What one abstract path holds. */
export interface HolderTotal {
  /** `main.srv.sessions`, `main.registry[*].tags`. */
  readonly path: string;
  /** Import path of the package that the path belongs to; see `PathTrie.packageOf`. '' where nothing tells. */
  readonly packagePath: string;
  readonly maps: number;
  readonly bytes: number;
  readonly slots: number;
  readonly entries: number;
  readonly reclaimableBytes: number;
}

/** Who holds the maps of an image. */
export interface Holders {
  /** The map's first holders as Go spells them (`main.registry["x"].tags`); empty where nothing was found. Reads memory. */
  pathsOf(map: number): string[];
  /** Text of a path id as `MapTable.holderPathOf` gives it: `main.registry[*].tags`. */
  abstractPath(path: number): string;
  packageOf(path: number): string;
  /** Sums by abstract path, most bytes first. Looks at every map. */
  totals(): HolderTotal[];
  /** Maps by address (`0xc000012345`), by abstract path, or by the path of a certain one; the largest ones first. */
  findByPath(path: string): number[];
}

/** Address of a map, or undefined where the text is none. */
export function parseAddress(text: string): Address | undefined {
  return /^0x[0-9a-f]{1,12}$/i.test(text) ? Number.parseInt(text.slice(2), 16) : undefined;
}
