import type { HolderParts, Holders } from './holders.ts';
import { mapsOnly } from './scope.ts';
import { Trace } from './trace.ts';

/**
 * Finds who holds each map. Exact first: package variables by their types, a group of packages after the other, then
 * what their pointers of unknown type lead to. Only for what is left, and taking any word for a pointer, come goroutine
 * stacks and data segments: a stale word on a stack must not take a map from the variable that holds it.
 */
export function traceHolders(parts: HolderParts): Holders {
  const trace = new Trace(parts, mapsOnly);
  if (parts.runtime.dwarf) trace.followVariables();
  else trace.learnFromHeap();
  // Words of unknown type are taken for pointers from here on, and vouch for nothing.
  parts.maps.checkUnheld();
  if (!parts.runtime.dwarf) trace.followSegments();
  trace.followUnknown();
  trace.followStackMaps();
  trace.followStacks(false);
  trace.followUnknown();
  trace.followStacks(true);
  trace.followUnknown();
  if (parts.runtime.dwarf) trace.followSegments();
  return trace.holders();
}
