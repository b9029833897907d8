import { windowsOf } from '../controller/stabilize.ts';
import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Retained } from './retained.ts';
import type { ScaleIn } from './scale-in.ts';

/**
 * What could be done, and what the articles advise: `pointer-values` stores pointers, `rebuild-maps` replaces the map as a
 * whole.
 */
export type RemedyId = 'rebuild-maps' | 'pointer-values' | 'two-gcs' | 'gomemlimit' | 'rebuild-and-two-gcs';

/** What one of them would give, if it were done in every pod and every pod were like the one of the report. */
export interface Remedy {
  readonly id: RemedyId;
  readonly freedBytes: number;
  readonly podBytesAfter: number;
  /** What the metric of memory would then ask for, settled; undefined where the controller could not tell. */
  readonly replicas: number | undefined;
  /** From the remedy on, until pages are back with the kernel. */
  readonly pagesMs: number;
  /** From the remedy on, until the controller may act: pages, then the window, then its next round. */
  readonly afterMs: number;
  /** For gomemlimit: what to set; undefined where what lives leaves no room. */
  readonly limitBytes: number | undefined;
}

/** Two collections one second apart, then the scavenger: measured 1 s from 328 MB to 14 MB, Go 1.24. */
const twoGcsMs = 2000;
/** A limit below what is mapped makes the scavenger work at once: measured 1 s, Go 1.24. */
const limitMs = 1000;
/** Left alone, idle pages wait for two forced collections of 2 min each (runtime/proc.go, forcegcperiod). */
export const untouchedMs = 240_000;
/** A limit nearer to what lives than this makes the collector run without end. */
const limitRoom = 1.1;

export interface RemedyQuestion {
  readonly autoscaler: Autoscaler;
  readonly flags: ControllerFlags;
  /** The metric of memory that counts: the first row of `scaleIn`. */
  readonly row: ScaleIn;
  readonly retained: Retained;
  /** What pointers as values would have left of the maps' slack; undefined where their types cannot be laid out. */
  readonly pointerBytes: number | undefined;
  /** Settled replicas if the average pod used so many bytes. */
  readonly replicasAt: (podBytes: number) => number | undefined;
}

export function remediesFor(question: RemedyQuestion): Remedy[] {
  const { retained, row } = question;
  const slack = retained.mapSlackBytes ?? 0;
  const loose = (retained.idleBytes ?? 0) + (retained.garbageBytes ?? 0);
  const remedies: Remedy[] = [];
  if (slack > 0) {
    // The old array is garbage then: it waits for a collection, and its pages for the scavenger.
    remedies.push(remedy(question, 'rebuild-maps', slack, untouchedMs));
    const { pointerBytes } = question;
    if (pointerBytes !== undefined && pointerBytes > 0)
      remedies.push(remedy(question, 'pointer-values', Math.min(slack, pointerBytes), untouchedMs));
  }
  if (loose > 0) remedies.push(remedy(question, 'two-gcs', loose, twoGcsMs));
  if (slack > 0 && loose > 0) remedies.push(remedy(question, 'rebuild-and-two-gcs', slack + loose, twoGcsMs));
  if (loose > 0 && row.podBytesBelow !== undefined)
    remedies.push(limitRemedy(question, row.podBytesBelow, loose));
  return remedies;
}

function remedy(
  { autoscaler, flags, row, replicasAt }: RemedyQuestion,
  id: RemedyId,
  bytes: number,
  pagesMs: number,
): Remedy {
  const freedBytes = Math.min(bytes, row.podBytesNow);
  const podBytesAfter = row.podBytesNow - freedBytes;
  const { downMs } = windowsOf(autoscaler.behavior, flags);
  return {
    id,
    freedBytes,
    podBytesAfter,
    replicas: replicasAt(podBytesAfter),
    pagesMs,
    afterMs: pagesMs + downMs + flags.syncMs,
    limitBytes: undefined,
  };
}

/** A limit gives back idle pages and garbage, never what a map keeps; it counts what Go has mapped, not the rest of the pod. */
function limitRemedy(question: RemedyQuestion, below: number, loose: number): Remedy {
  const { retained, row } = question;
  const go = retained.goBytes ?? retained.totalBytes;
  const living = Math.max(0, go - loose);
  const outside = Math.max(0, row.podBytesNow - go);
  const wanted = Math.floor((below - outside) / 2 ** 20 - 1) * 2 ** 20;
  const isPossible = wanted >= living * limitRoom;
  const limitBytes = isPossible ? wanted : undefined;
  const freed = limitBytes === undefined ? 0 : Math.max(0, Math.min(loose, go - limitBytes));
  return { ...remedy(question, 'gomemlimit', freed, limitMs), limitBytes };
}
