import type { Diagnostics } from '../../base/index.ts';
import { checkStatistics } from './check-statistics.ts';
import { memStatsFields } from './mem-stats-fields.ts';
import type { MemoryStatistics, NumberField } from './memory-statistics.ts';
import { StatisticsBuilder } from './statistics-builder.ts';

const footerMark = '\n# runtime.MemStats\n';

/** Lines of two numbers, in use and from the system. */
const pairs: ReadonlyMap<string, readonly [NumberField, NumberField]> = new Map([
  ['Stack', ['stackInuseBytes', 'stackSysBytes']],
  ['MSpan', ['mspanInuseBytes', 'mspanSysBytes']],
  ['MCache', ['mcacheInuseBytes', 'mcacheSysBytes']],
]);

/**
 * Reads the end of `heap?debug=1` or `allocs?debug=1` (runtime/pprof/pprof.go, writeHeapInternal, Go 1.19 to 1.26). Undefined where
 * the text has no such end: it was cut, or is another.
 */
export function readHeapFooter(text: string, diagnostics: Diagnostics): MemoryStatistics | undefined {
  const start = text.lastIndexOf(footerMark);
  if (start < 0) return undefined;
  const builder = new StatisticsBuilder(diagnostics);
  for (const line of text.slice(start + footerMark.length).split('\n')) {
    // The lists of 256 pauses are long, and passed over.
    const match = /^# (\w{1,20}) = ([0-9.eE+-]{1,30})(?: \/ (\d{1,30}))?$/.exec(line);
    if (!match) continue;
    const [, name, first, second] = match;
    const pair = pairs.get(name);
    const field = memStatsFields.get(name);
    if (pair && second !== undefined) {
      builder.number(pair[0], Number(first));
      builder.number(pair[1], Number(second));
    } else if (field !== undefined) builder.number(field, Number(first));
    else if (name === 'LastGC') builder.number('lastGcMs', Number(first) / 1e6);
  }
  if (!builder.isTold) return undefined;
  const statistics = builder.build();
  checkStatistics(statistics, diagnostics);
  return statistics;
}
