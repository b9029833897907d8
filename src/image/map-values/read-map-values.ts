import type { GoType } from '../go-type.ts';
import type { MapTable } from '../map-table.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import type { TypeTable } from '../types/type-table.ts';
import { EndStates } from './end-states.ts';
import { EntryReader } from './entry-reader.ts';
import { randomFrom, sampleEntries, type SampleLimits, sampleLimits } from './entry-sample.ts';
import { InterfaceTypes } from './interface-types.ts';
import { type MapValues, SampledValues } from './map-values.ts';
import { ValueColumns } from './value-columns.ts';
import { PlanBuilder, pointerDepthLimit } from './value-plan.ts';

/** What values of maps are read with. */
export interface ValueParts {
  readonly runtime: Runtime;
  readonly types: TypeTable;
  readonly spans: SpanTable;
  readonly table: MapTable;
  readonly memory: Memory;
  /** A moment in milliseconds since 1970 that is surely past when the image is read; deadlines are held against it. */
  readonly nowMs: number | undefined;
}

const slotsPerUnit = 8;
/** The same for every look, so that two looks at one core say the same. */
const seed = 0x68777472;
const emptyControl = 0x80;
/** runtime/map.go: minTopHash. */
const minTopHash = 5;

/** Reads values of maps; types of interfaces are remembered from map to map. */
export class MapValueReader {
  readonly #parts: ValueParts;
  readonly #interfaces: InterfaceTypes;
  readonly #ends: EndStates;

  constructor(parts: ValueParts) {
    const { runtime, types, memory, nowMs } = parts;
    this.#parts = parts;
    this.#interfaces = new InterfaceTypes(runtime, types, memory);
    this.#ends = new EndStates(memory, this.#interfaces, nowMs);
  }

  /**
   * Looks at the values of these maps, which have one type, as if they were one map: at all of them up to
   * `limits.wholeEntries`, else at a random sample. `entryCountInAll`: where they stand for more maps like them. Undefined where the type tells no layout or nothing could be read.
   */
  read(
    indices: readonly number[],
    limits: SampleLimits = sampleLimits,
    entryCountInAll = 0,
  ): MapValues | undefined {
    const { table, memory, spans, runtime } = this.#parts;
    const type = indices.length > 0 ? table.typeOf(indices[0]) : undefined;
    const layout = type?.map;
    if (!type || !layout) return undefined;
    const isSwiss = runtime.mapKind === 'swiss';
    const columns = new ValueColumns(spans);
    const plans = new PlanBuilder(columns, (packagePath) => isOwnPackage(packagePath, runtime.modulePath));
    const reader = new EntryReader(type, layout, {
      memory,
      interfaces: this.#interfaces,
      ends: this.#ends,
      columns,
      plans,
    });
    let entryCount = 0;
    for (const index of indices) entryCount += table.lenOf(index);
    const population = {
      arrays: indices.flatMap((index) => table.arraysOf(index)),
      unitSize: layout.unitSize,
      entryCount,
      isEntry: (control: number): boolean => (isSwiss ? control < emptyControl : control >= minTopHash),
    };
    const isWhole = sampleEntries(population, memory, limits, randomFrom(seed), (unit, slot) =>
      reader.add(unit, slot),
    );
    if (columns.count === 0) return undefined;
    const isAll = isWhole && entryCountInAll <= entryCount;
    const count = Math.max(entryCount, entryCountInAll);
    const drawnMaps = entryCountInAll > entryCount ? indices.length : undefined;
    return new SampledValues(columns, count, isAll, layout.unitSize / slotsPerUnit, drawnMaps);
  }
}

/** Whether values of this type can hold a field that says an end: what spares reading others. */
export function canTellEnd(type: GoType): boolean {
  let at: GoType | undefined = type;
  for (let depth = 0; depth < pointerDepthLimit && at?.kind === 'pointer'; depth++) at = at.elem;
  return at?.kind === 'struct' || at?.kind === 'interface';
}

/** The program's own packages and modules of others: import paths of the standard library have no dot in their first part. */
function isOwnPackage(packagePath: string, modulePath: string): boolean {
  if (packagePath === 'main' || packagePath.split('/')[0].includes('.')) return true;
  return modulePath !== '' && (packagePath === modulePath || packagePath.startsWith(`${modulePath}/`));
}
