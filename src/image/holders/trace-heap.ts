import type { HeapObjects } from './heap-objects.ts';
import type { HolderParts, Holders } from './holders.ts';
import { wholeHeap } from './scope.ts';
import { Trace } from './trace.ts';

/** What a trace of every object gives. */
export interface TracedHeap {
  readonly holders: Holders;
  readonly objects: HeapObjects;
}

/**
 * Finds a type and a holder for every object, by following typed references from the roots: package variables first, then
 * the live words of stacks by the names and types of their variables, the runtime's own variables, and what is of unknown
 * type. What it does for maps is
 * what `traceHolders` does.
 */
export function traceHeap(parts: HolderParts): TracedHeap {
  const trace = new Trace(parts, wholeHeap());
  const hasNames = parts.runtime.dwarf !== undefined;
  if (hasNames) trace.followProgramVariables();
  else trace.learnFromHeap();
  const hasFrames = trace.followFrames(false);
  if (hasNames) trace.followRuntimeVariables();
  // Words of unknown type are taken for pointers from here on, and vouch for nothing.
  parts.maps.checkUnheld();
  if (!hasNames) trace.followSegments();
  trace.followUnknown();
  trace.followStackMaps();
  if (hasFrames) trace.followFrames(true);
  else for (const ofRuntime of [false, true]) trace.followStacks(ofRuntime);
  trace.followUnknown();
  if (hasNames) trace.followSegments();
  return { holders: trace.holders(), objects: trace.objects() };
}
