import { Diagnostics } from '../../../base/index.ts';
import { readGoroutines } from '../../goroutines/read-goroutines.ts';
import type { MapTable } from '../../map-table.ts';
import { readMaps } from '../../maps/read-maps.ts';
import type { Memory } from '../../memory.ts';
import { openFunctions } from '../../runtime/functions.ts';
import type { Inspected } from '../../runtime/testdata/go-process.ts';
import type { SpanTable } from '../../span-table.ts';
import { readSpans } from '../../spans/read-spans.ts';
import { openTypes, type TypeTable } from '../../types/type-table.ts';
import type { Holders } from '../holders.ts';
import { traceHolders } from '../trace-holders.ts';

export interface Traced {
  readonly maps: MapTable;
  readonly spans: SpanTable;
  readonly types: TypeTable;
  readonly holders: Holders;
  readonly diagnostics: Diagnostics;
}

/** Census and trace of a running program. `memory` is what types and holders read, where that is to be damaged. */
export function trace(
  { image, runtime }: Inspected<unknown>,
  { redact = false, memory = image.memory }: { redact?: boolean; memory?: Memory } = {},
): Traced {
  const diagnostics = new Diagnostics();
  const spans = readSpans(runtime, image.memory, diagnostics);
  const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
  const censusTypes = openTypes(runtime, image.memory, diagnostics);
  const maps = readMaps(runtime, spans, image.memory, goroutines, diagnostics, {
    types: censusTypes,
    checkLater: true,
  });
  const types = openTypes(runtime, memory, diagnostics);
  const holders = traceHolders({
    runtime,
    types,
    spans,
    maps,
    memory,
    goroutines,
    functions: openFunctions(runtime, image.memory),
    options: { wanted: [...maps.indices()], redact },
    diagnostics,
  });
  return { maps, spans, types, holders, diagnostics };
}
