import type { Diagnostics } from '../../base/index.ts';
import type { MemoryStatistics, NumberField } from './memory-statistics.ts';

interface Identity {
  readonly whole: NumberField;
  readonly parts: readonly NumberField[];
  readonly text: string;
}

/** runtime/mstats.go, readMemStats_m (Go 1.19 to 1.26): the runtime throws where these do not hold. */
const identities: readonly Identity[] = [
  {
    whole: 'sysBytes',
    parts: [
      'heapSysBytes',
      'stackSysBytes',
      'mspanSysBytes',
      'mcacheSysBytes',
      'profilingSysBytes',
      'gcSysBytes',
      'otherSysBytes',
    ],
    text: 'Sys = HeapSys + StackSys + MSpanSys + MCacheSys + BuckHashSys + GCSys + OtherSys',
  },
  {
    whole: 'heapSysBytes',
    parts: ['heapInuseBytes', 'heapIdleBytes'],
    text: 'HeapSys = HeapInuse + HeapIdle',
  },
  { whole: 'mallocCount', parts: ['freeCount', 'heapObjectCount'], text: 'HeapObjects = Mallocs - Frees' },
];

/** What is never more than what: part, whole. */
const bounds: readonly (readonly [part: NumberField, whole: NumberField])[] = [
  ['heapAllocBytes', 'heapInuseBytes'],
  ['heapReleasedBytes', 'heapIdleBytes'],
  ['stackInuseBytes', 'stackSysBytes'],
  ['mspanInuseBytes', 'mspanSysBytes'],
  ['mcacheInuseBytes', 'mcacheSysBytes'],
  ['heapAllocBytes', 'totalAllocBytes'],
  ['forcedGcCount', 'gcCount'],
];

/** Adds a diagnostic for each law of MemStats that these numbers break: they are damaged, or of several moments or processes. */
export function checkStatistics(statistics: MemoryStatistics, diagnostics: Diagnostics): void {
  for (const { whole, parts, text } of identities) {
    const total = statistics[whole];
    const known = parts.map((part) => statistics[part]);
    if (total === null || known.includes(null)) continue;
    const sum = known.reduce<number>((all, each) => all + (each ?? 0), 0);
    if (sum === total) continue;
    diagnostics.add(
      'statistics-inconsistent',
      `${text} does not hold (${total} and ${sum}): the numbers are damaged, or not of one moment of one process.`,
    );
  }
  for (const [part, whole] of bounds) {
    const [less, more] = [statistics[part], statistics[whole]];
    if (less === null || more === null || less <= more) continue;
    diagnostics.add(
      'statistics-inconsistent',
      `${part} (${less}) is more than ${whole} (${more}): the numbers are damaged, or not of one moment of one process.`,
    );
  }
}
