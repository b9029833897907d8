import type { Containers, MapRecord } from '../../image/index.ts';
import type { Survey } from '../survey/survey.ts';
import type { MapValuesEvidence } from '../values/value-evidence.ts';
import type { HolderNames } from '../survey/totals.ts';

/** What the rules judge. */
export interface CensusEvidence {
  /** RSS of a process; of a core the heap in use; of a heap dump what Go holds. */
  readonly totalBytes: number;
  /** Bytes of the heap spans in use. */
  readonly heapBytes: number;
  readonly goMinor: number;
  readonly mapKind: 'classic' | 'swiss';
  /** A large part could not be read: that nothing was found then means nothing. */
  readonly incomplete: boolean;
  readonly survey: Survey;
  /** What the values of maps hold; those that were looked into. */
  readonly values?: readonly MapValuesEvidence[];
  /** What pools, timers, handles and finalizers keep. */
  readonly containers?: Containers | undefined;
  /** Absent where holders were not traced. */
  readonly holders: HolderNames | undefined;
  /** A record with its holders. */
  recordOf(index: number): MapRecord;
  /** Bytes of an element inside the map's arrays; 0 where the type is not known. */
  inlineElemBytesOf(index: number): number;
  /** Key of the group that the map was counted in. */
  groupKeyOf(index: number): string;
}
