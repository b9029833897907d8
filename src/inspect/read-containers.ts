import { type ContainerParts, type Containers, type HolderParts, readContainers } from '../image/index.ts';
import { OverBudgetError } from './bounded-memory.ts';
import type { HeapLook } from './heap-look.ts';

/** What pools, timers, handles and finalizers keep; undefined where that would take more memory than is allowed. */
export function containersOf(
  read: Omit<HolderParts, 'functions' | 'options'> & Pick<ContainerParts, 'functions'>,
  monotonicNs: number | undefined,
  heap: HeapLook | undefined,
): Containers | undefined {
  try {
    return readContainers({
      ...read,
      monotonicNs,
      ...(heap ? answersOf(heap) : {}),
    });
  } catch (error) {
    if (!(error instanceof OverBudgetError)) throw error;
    read.diagnostics.add(
      'containers-dropped',
      'What pools, timers, handles and finalizers keep is not told: reading it took more memory than --max-memory allows.',
    );
    return undefined;
  }
}

/** What the look at every object knows of single ones. */
function answersOf({ graph, traced }: HeapLook): {
  retainedBytesOf?: (object: number) => number;
  holderOf: (object: number) => string | undefined;
} {
  const { objects } = traced;
  const holderOf = (object: number): string | undefined =>
    objects.pathOfObject(objects.idAt(object)) || undefined;
  if (graph.kind !== 'graph') return { holderOf };
  return {
    holderOf,
    retainedBytesOf: (object) => {
      const place = graph.objectAt(object);
      return place === undefined ? 0 : graph.retainedBytes(place);
    },
  };
}
