import type { Address, Diagnostics } from '../../base/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { readSpans } from '../spans/read-spans.ts';
import { CensusTable } from './census-table.ts';
import { ClassicDesign } from './classic-design.ts';
import { headerSpans } from './header-spans.ts';
import { HeapScan, type ScanState } from './heap-scan.ts';
import { MapColumns } from './map-columns.ts';
import type { MapDesign, MapMeasure } from './map-measure.ts';
import { findMoved } from './moved-headers.ts';
import { checkSmallMaps } from './small-map-check.ts';
import { Shapes } from './shapes.ts';
import { scanStacks } from './stack-scan.ts';
import { SwissDesign } from './swiss-design.ts';
import { type MapTypeSource, UnitTypes } from './unit-types.ts';

export interface ReadMapsOptions {
  /** The image's types: they name maps, and give bucket sizes where no malloc header does. */
  readonly types: MapTypeSource;
  /** Leaves `MapTable.checkUnheld` to the caller: maps that are found to be held need no look at their entries. */
  readonly checkLater?: boolean;
}

/**
 * Every map of the image, by structure alone: no symbol, no root and no reference is followed, so unreachable maps are
 * found as well. Maps on the heap come first, those on goroutine stacks after them. A process goes on while it is read:
 * maps that have grown into memory newer than `spans` are looked up in a second, newer span table.
 */
export function readMaps(
  runtime: Runtime,
  spans: SpanTable,
  memory: Memory,
  goroutines: readonly Goroutine[],
  diagnostics: Diagnostics,
  options: ReadMapsOptions,
): CensusTable {
  const units = new UnitTypes(options.types, runtime.goMinor);
  const designWith = (known: SpanTable): MapDesign =>
    runtime.mapKind === 'swiss'
      ? new SwissDesign(runtime, known, memory, units)
      : new ClassicDesign(runtime, known, memory, units);
  const design = designWith(spans);
  let capacity = 0;
  for (const ordinal of headerSpans(spans, design.headerSlotBytes)) capacity += spans.elemCount[ordinal];
  const columns = new MapColumns(spans, capacity);
  const state: ScanState = { design, spans, memory, shapes: new Shapes(), diagnostics };
  const add = (header: Address, measure: MapMeasure): void => {
    if (columns.rowAt(header) < 0) columns.addElsewhere(header, state.shapes.intern(measure));
  };
  const newDesign = (): MapDesign => {
    state.spans = readSpans(runtime, memory, diagnostics);
    state.design = designWith(state.spans);
    return state.design;
  };
  const addMoved = (moved: readonly Address[]): void =>
    findMoved({ memory, diagnostics, newDesign, found: add }, moved, design);
  const check = (isVouched: (row: number) => boolean): void =>
    addMoved(checkSmallMaps(state, columns, isVouched));
  addMoved(new HeapScan(state, columns).run());
  scanStacks(state, goroutines, add);
  const table = new CensusTable(state, columns, runtime, check);
  if (!options.checkLater) table.checkUnheld();
  return table;
}
