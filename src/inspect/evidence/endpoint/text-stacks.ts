import type { GoroutineProfileRecord, HeapText, ProfileColumns } from '../../../formats/index.ts';
import {
  type GoroutineStack,
  profileOfGoroutines,
  profileOfRecords,
  type SourceLine,
} from '../../../profile/index.ts';
import { runtimeName } from './allocation-lines.ts';

/** The heap profile of `heap?debug=1` with its stacks, those of the runtime as far as `names` has their addresses. */
export function heapProfileOfText(heap: HeapText, names: ReadonlyMap<number, string>): ProfileColumns {
  const records = heap.records.map((record) => ({
    allocObjects: record.allocatedCount,
    allocBytes: record.allocatedBytes,
    inuseObjects: record.liveCount,
    inuseBytes: record.liveBytes,
    stack: [...runtimeFrames(record.pcs, names), ...record.frames],
  }));
  return profileOfRecords(records, heap.sampledEveryBytes);
}

/** The same of `goroutine?debug=1`. */
export function goroutineProfileOfText(
  records: readonly GoroutineProfileRecord[],
  names: ReadonlyMap<number, string>,
): ProfileColumns {
  return profileOfGoroutines(
    records.map(
      ({ count, pcs, frames }): GoroutineStack => ({
        count,
        stack: [
          ...runtimeFrames(pcs, names),
          ...frames.map(({ name, position }) => ({
            functionName: name,
            file: position?.file ?? '',
            line: position?.line ?? 0,
          })),
        ],
      }),
    ),
  );
}

/** The innermost calls, which the texts leave out. */
function runtimeFrames(pcs: readonly number[], names: ReadonlyMap<number, string>): SourceLine[] {
  const end = pcs.findIndex((pc) => !runtimeName.test(names.get(pc) ?? ''));
  return pcs
    .slice(0, end < 0 ? pcs.length : end)
    .map((pc) => ({ functionName: names.get(pc) ?? '', file: '', line: 0 }));
}
