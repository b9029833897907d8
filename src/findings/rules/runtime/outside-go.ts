import type { MemoryKind, OutsideMapping } from '../../../image/index.ts';
import { describeMemoryOutsideGo, memoryOutsideGo } from '../../catalogue/memory-outside-go.ts';
import type { Finding } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { severityOf } from '../../severity.ts';
import type { RuntimeEvidence } from './evidence.ts';
import { findingOf } from './runtime-finding.ts';

/** Mappings with less of the bytes than this are not told. */
const leastShare = 0.05;

/** Memory that no table of the runtime claims. */
export function outsideGo(evidence: RuntimeEvidence, language: Language): Finding[] {
  const { process } = evidence.memory;
  if (!process) return [];
  const of = (kind: MemoryKind): number => process.outside.get(kind) ?? 0;
  const mallocBytes = of('outside.c-heap');
  const threadStackBytes = of('outside.thread-stacks');
  const anonymousBytes = of('outside.anonymous');
  const bytes = mallocBytes + threadStackBytes + anonymousBytes;
  const severity = severityOf(bytes, evidence.totalBytes);
  if (severity === undefined) return [];
  const mappings = process.outsideMappings
    .filter(({ residentBytes }, place) => place === 0 || residentBytes >= bytes * leastShare)
    .map((mapping) => ({ name: nameOf(mapping), bytes: mapping.residentBytes }));
  const parts = { mallocBytes, threadStackBytes, anonymousBytes };
  const facts = {
    ...parts,
    bytes,
    totalBytes: evidence.totalBytes,
    mappings,
    memoryLimitBytes: evidence.gc.memoryLimitBytes,
  };
  const numbers = {
    severity,
    bytes,
    // Whether the program still needs it only its owner knows.
    reclaimableBytes: 0,
    where: mappings[0]?.name ?? '',
    evidence: { ...parts, largestBytes: mappings[0]?.bytes ?? 0 },
  };
  const wording = describeMemoryOutsideGo(facts, evidence, language);
  return [findingOf(memoryOutsideGo, numbers, wording, language)];
}

/** Its name, or where it lies: `0x7f12a4000000-0x7f12a8000000`. */
function nameOf({ name, start, end }: OutsideMapping): string {
  return name === '' ? `0x${start.toString(16)}-0x${end.toString(16)}` : name;
}
