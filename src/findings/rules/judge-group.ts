import { formatAddress } from '../../base/index.ts';
import { describeManySmall, manyMaps, mapsManySmall, smallMapBytes } from '../catalogue/maps-many-small.ts';
import type { MapFacts } from '../catalogue/one-map.ts';
import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import { severityOf } from '../severity.ts';
import type { MapGroup } from '../survey/survey.ts';
import { heldBytes, holderName, unknownHolder, unknownType } from '../survey/totals.ts';
import type { CensusEvidence } from './evidence.ts';
import { mapFinding } from './map-finding.ts';
import { factsOfOne, isRetaining, retained, type SingleMap } from './single-maps.ts';

/** More maps than this with one diagnosis, type and holder are told as one finding. */
const mergeAbove = 3;

/** Findings about the maps of one type and holder: the large ones each, many alike together, and very many small ones. */
export function judgeGroup(
  group: MapGroup,
  singles: readonly SingleMap[],
  evidence: CensusEvidence,
  language: Language,
): Finding[] {
  const many = isManySmall(group);
  const rest = restOf(group, singles);
  const findings: Finding[] = [];
  let restTold = many || severityOf(rest.reclaimableBytes, evidence.totalBytes) === undefined;
  for (const sameDiagnosis of byDiagnosis(singles)) {
    const { diagnosis } = sameDiagnosis[0];
    if (sameDiagnosis.length <= mergeAbove) {
      for (const each of sameDiagnosis)
        findings.push(mapFinding(diagnosis, factsOfOne(each), oneMore(each), evidence, language));
      continue;
    }
    const withRest = diagnosis === retained && !many;
    if (withRest) restTold = true;
    const sets = [...sameDiagnosis.map(factsOfOne), ...(withRest ? [rest] : [])];
    findings.push(mapFinding(diagnosis, together(sets, group, evidence), {}, evidence, language));
  }
  if (!restTold)
    findings.push(mapFinding(retained, together([rest], group, evidence), {}, evidence, language));
  const small = many ? manySmall(group, rest, evidence, language) : undefined;
  return small ? [...findings, small] : findings;
}

function isManySmall(group: MapGroup): boolean {
  return group.maps >= manyMaps && heldBytes(group) <= smallMapBytes * group.maps;
}

function byDiagnosis(singles: readonly SingleMap[]): SingleMap[][] {
  return [...Map.groupBy(singles, (each) => each.diagnosis).values()];
}

type Part = Pick<
  MapFacts,
  'maps' | 'len' | 'slots' | 'tombstones' | 'bytes' | 'reclaimableBytes' | 'inlineElemBytes'
>;

/** The group's retaining maps that are too small for a finding each. */
function restOf(group: MapGroup, singles: readonly SingleMap[]): Part {
  const told = singles.filter((each) => isRetaining(each.record)).map((each) => each.record);
  const less = (all: number, of: (record: SingleMap['record']) => number): number =>
    told.reduce((left, record) => left - of(record), all);
  return {
    maps: less(group.retainedMaps, () => 1),
    len: less(group.retainedLen, (record) => record.len),
    slots: less(group.retainedSlots, (record) => record.slots),
    tombstones: 0,
    bytes: less(group.retainedBytes, (record) => record.bytes),
    reclaimableBytes: less(group.retainedReclaimableBytes, (record) => record.reclaimableBytes),
    inlineElemBytes: singles[0]?.inlineElemBytes ?? 0,
  };
}

function together(parts: readonly Part[], group: MapGroup, evidence: CensusEvidence): MapFacts {
  const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const type = group.type?.name;
  const holder = holderName(group, evidence.holders);
  return {
    where: holder === unknownHolder ? (type ?? unknownType) : holder,
    type,
    holders: [],
    holderCount: 0,
    maps: sum((part) => part.maps),
    len: sum((part) => part.len),
    slots: sum((part) => part.slots),
    tombstones: sum((part) => part.tombstones),
    bytes: sum((part) => part.bytes),
    reclaimableBytes: sum((part) => part.reclaimableBytes),
    inlineElemBytes: parts[0].inlineElemBytes,
  };
}

function oneMore({ record }: SingleMap): Finding['evidence'] {
  return { address: formatAddress(record.address), growing: record.growing, reachable: record.reachable };
}

/** Swiss and classic map headers (48 bytes on every supported Go; 56 with noswissmap, so never too much). */
const headerBytes = 48;

/**
 * Bytes that are not keys and values. Where the type is not known this is the least it can be: headers and the empty
 * slots' share of the arrays.
 */
function overheadOf(group: MapGroup): number {
  if (group.type) return group.bytes - group.entryBytes;
  const arrayBytes = Math.max(0, group.bytes - headerBytes * group.maps);
  const fill = group.slots > 0 ? Math.min(1, group.len / group.slots) : 0;
  return group.bytes - Math.ceil(arrayBytes * fill);
}

function manySmall(
  group: MapGroup,
  rest: Part,
  evidence: CensusEvidence,
  language: Language,
): Finding | undefined {
  const overheadBytes = overheadOf(group);
  const severity = severityOf(overheadBytes, evidence.totalBytes);
  if (severity === undefined) return undefined;
  const type = group.type?.name ?? unknownType;
  const holder = holderName(group, evidence.holders);
  const { maps, len, slots } = group;
  const bytes = heldBytes(group);
  const { reclaimableBytes } = rest;
  const where = holder === unknownHolder ? type : holder;
  const isLeast = group.type === undefined;
  const facts = { where, type, isLeast, maps, len, slots, bytes, overheadBytes, reclaimableBytes };
  return {
    id: 'maps-many-small',
    severity,
    bytes,
    reclaimableBytes,
    where,
    title: mapsManySmall.title[language],
    ...describeManySmall(facts, evidence, language),
    evidence: { maps, type, len, slots, overheadBytes, boxedBytes: group.boxedBytes },
  };
}
