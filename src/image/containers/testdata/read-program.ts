import { Diagnostics } from '../../../base/index.ts';
import { type Memory, openFunctions, openTypes, readGoroutines, readMaps, readSpans } from '../../index.ts';
import type { Inspected } from '../../runtime/testdata/go-process.ts';
import type { ContainerParts } from '../container-parts.ts';

/** What containers of a running program are read from; `memory` is what they are read through, where that is to be damaged. */
export function containerParts(
  { image, runtime }: Inspected<unknown>,
  memory: Memory = image.memory,
): ContainerParts {
  const diagnostics = new Diagnostics();
  const spans = readSpans(runtime, image.memory, diagnostics);
  const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
  const types = openTypes(runtime, image.memory, diagnostics);
  const maps = readMaps(runtime, spans, image.memory, goroutines, diagnostics, { types, checkLater: false });
  const functions = openFunctions(runtime, image.memory);
  return {
    runtime,
    types,
    spans,
    maps,
    memory,
    functions,
    goroutines,
    monotonicNs: image.monotonicNs,
    diagnostics,
  };
}
