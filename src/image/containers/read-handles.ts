import { runtimeVariable } from '../runtime/runtime-variable.ts';
import type { ContainerParts } from './container-parts.ts';
import { HeapSlots } from './heap-slots.ts';
import { holdValues } from './held-values.ts';
import { syncMapValues } from './sync-map-values.ts';

/** What runtime/cgo.Handle keeps. */
export interface HandleRecord {
  readonly count: number;
  /** The values' objects and what they own, two steps far. */
  readonly bytes: number;
  /** Type of most values; '' where there are none or none is known. */
  readonly type: string;
  readonly retainedBytes: number | undefined;
}

/** Values of the handles that were not deleted, from runtime/cgo.handles; undefined where the program has none or is stripped. */
export function readHandles(parts: ContainerParts): HandleRecord | undefined {
  const { runtime, memory, diagnostics } = parts;
  const address = runtimeVariable(runtime, 'runtime/cgo.handles');
  if (address === 0) return undefined;
  const values = syncMapValues(address, runtime, memory, new HeapSlots(parts.spans));
  if (!values) {
    diagnostics.add(
      'handles-unknown',
      'The sync.Map of cgo handles is of a design that is not read; handles are not told.',
    );
    return undefined;
  }
  const { count, bytes, type, retainedBytes } = holdValues(parts, values);
  return { count, bytes, type, retainedBytes };
}
