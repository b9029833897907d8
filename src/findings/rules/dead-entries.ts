import { describeDeadEntries, mapDeadEntries } from '../catalogue/map-dead-entries.ts';
import type { Finding, Severity } from '../finding.ts';
import type { Language } from '../language.ts';
import { severityOf } from '../severity.ts';
import { type Signal, signalsOf } from '../values/signals.ts';
import type { MapValuesEvidence } from '../values/value-evidence.ts';
import type { CensusEvidence } from './evidence.ts';

/** Of a smaller share nothing is said: entries that ended are in every map until somebody takes them out. */
const leastShare = { clear: 0.25, likely: 0.5, hint: 0.75 } as const;
/** More shares than this are noise beside the one that is told. */
const otherSignalLimit = 4;

/** One finding for each map, or group of maps, most of whose bytes belong to entries that are over. */
export function deadEntries(
  looked: readonly MapValuesEvidence[],
  evidence: CensusEvidence,
  language: Language,
): Finding[] {
  return looked.flatMap((each) => deadEntriesOf(each, evidence, language) ?? []);
}

function deadEntriesOf(
  looked: MapValuesEvidence,
  evidence: CensusEvidence,
  language: Language,
): Finding | undefined {
  const { values, nowMs, where, type, maps, hidesNumbers, retainedBytesOf } = looked;
  const signals = signalsOf(values, nowMs).map((each) =>
    hidesNumbers ? { ...each, value: undefined } : each,
  );
  const strong = signals.filter(({ low, weight }) => low >= leastShare[weight]);
  const [signal] = strong;
  if (!signal) return undefined;
  const { bytes, errorBytes } = values.heldBytes(signal.isOver, retainedBytesOf);
  const severity = severityOf(Math.max(0, bytes - errorBytes), evidence.totalBytes);
  if (severity === undefined) return undefined;
  const others = strong.slice(1, 1 + otherSignalLimit);
  const facts = { ...looked, signal, others, bytes, errorBytes };
  return {
    id: 'map-dead-entries',
    severity: signal.weight === 'clear' ? severity : ('low' satisfies Severity),
    bytes,
    // A number whose meaning is not known does not say that anything would come back.
    reclaimableBytes: signal.weight === 'hint' ? 0 : bytes,
    where,
    title: mapDeadEntries.title[language],
    ...describeDeadEntries(facts, evidence, language),
    evidence: {
      maps,
      type: type ?? null,
      len: values.entryCount,
      entriesRead: values.sampleCount,
      errorBytes,
      ...evidenceOf(signal, ''),
      ...Object.assign({}, ...others.map((other, place) => evidenceOf(other, String(place + 2)))),
    },
  };
}

function evidenceOf({ field, kind, share, low, high }: Signal, place: string): Finding['evidence'] {
  return {
    [`field${place}`]: field.path,
    [`says${place}`]: kind,
    [`share${place}`]: rounded(share),
    [`shareLow${place}`]: rounded(low),
    [`shareHigh${place}`]: rounded(high),
  };
}

function rounded(share: number): number {
  return Math.round(share * 1e5) / 1e5;
}
