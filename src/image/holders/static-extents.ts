import type { Extent } from '../graph/segment-roots.ts';
import { readMaps } from '../maps/read-maps.ts';
import { noSpans } from '../spans/no-spans.ts';
import type { HolderParts } from './holders.ts';
import { staticsOnly } from './scope.ts';
import { Trace } from './trace.ts';

/**
 * Package variables, and the static data that they lead to by way of static data alone, under the variable's name: whose the
 * stretches of data and bss are. Empty for a program without names.
 */
export function staticExtents(parts: Omit<HolderParts, 'maps' | 'options'>): Extent[] {
  const { runtime, types, memory, diagnostics } = parts;
  if (!runtime.dwarf) return [];
  const maps = readMaps(runtime, noSpans, memory, [], diagnostics, { types, checkLater: true });
  const trace = new Trace({ ...parts, maps }, staticsOnly());
  trace.followStatics();
  return trace.objects().staticExtents();
}
