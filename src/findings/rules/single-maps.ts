import { formatAddress } from '../../base/index.ts';
import type { MapRecord } from '../../image/index.ts';
import { describeGrowing, mapGrowingIdle } from '../catalogue/map-growing-idle.ts';
import { describeRetained, mapRetained } from '../catalogue/map-retained.ts';
import { describeTombstones, mapTombstones } from '../catalogue/map-tombstones.ts';
import type { MapFacts } from '../catalogue/one-map.ts';
import { severityOf } from '../severity.ts';
import { retainedRatio } from '../survey/map-kinds.ts';
import { unknownType } from '../survey/totals.ts';
import type { CensusEvidence } from './evidence.ts';
import type { MapDiagnosis } from './map-finding.ts';

/**
 * A map doubled by churn has at least this share of its slots as tombstones … Measured with 100,000 entries and 7.5 million
 * replaced: 4 to 28% on Go 1.24 (each doubling clears them), 25 to 40% on 1.25 and 1.26; a map that lost half of its entries once
 * had 18%.
 */
const tombstoneShare = { go124: 0.03, pruning: 0.22 } as const;
/** … and at least this share with entries; below it the map was emptied rather than churned. */
const churnedFillShare = 1 / 16;

export const retained: MapDiagnosis = { entry: mapRetained, describe: describeRetained };
const growing: MapDiagnosis = { entry: mapGrowingIdle, describe: describeGrowing };
const tombstoned: MapDiagnosis = { entry: mapTombstones, describe: describeTombstones };

/** A map that is worth a finding of its own. */
export interface SingleMap {
  readonly diagnosis: MapDiagnosis;
  readonly record: MapRecord;
  readonly inlineElemBytes: number;
}

/** The maps worth a finding each, by group key; a group of one type and holder path. */
export function singleMaps(evidence: CensusEvidence): Map<string, SingleMap[]> {
  const byGroup = new Map<string, SingleMap[]>();
  for (const index of evidence.survey.mostReclaimable) {
    const record = evidence.recordOf(index);
    // Candidates come in descending order: the first one that is too small ends the search.
    if (severityOf(record.reclaimableBytes, evidence.totalBytes) === undefined) break;
    const diagnosis = diagnosisOf(record, evidence.goMinor);
    if (!diagnosis) continue;
    const key = evidence.groupKeyOf(index);
    const known = byGroup.get(key);
    const single = { diagnosis, record, inlineElemBytes: evidence.inlineElemBytesOf(index) };
    if (known) known.push(single);
    else byGroup.set(key, [single]);
  }
  return byGroup;
}

function diagnosisOf(record: MapRecord, goMinor: number): MapDiagnosis | undefined {
  if (record.growing) return growing;
  if (!isRetaining(record)) return undefined;
  const share = goMinor > 24 ? tombstoneShare.pruning : tombstoneShare.go124;
  const churned = record.tombstones >= share * record.slots && record.len >= churnedFillShare * record.slots;
  return churned ? tombstoned : retained;
}

export function isRetaining(record: MapRecord): boolean {
  return record.bytes >= retainedRatio * record.rebuiltBytes;
}

export function factsOfOne({ record, inlineElemBytes }: SingleMap): MapFacts {
  return { ...record, maps: 1, where: placeOf(record), inlineElemBytes };
}

/** First holder, or type and address. */
export function placeOf(record: MapRecord): string {
  return record.holders[0] ?? `${record.type ?? unknownType} @ ${formatAddress(record.address)}`;
}
