import { utf8 } from '../../../base/index.ts';
import { isHeapText } from '../../../formats/index.ts';

/**
 * Whether a file begins like MemStats that somebody kept: expvar's JSON or runtime.MemStats as JSON, `heap?debug=1`, metrics for
 * Prometheus, or lines of runtime/metrics.
 */
export function looksLikeStatistics(head: Uint8Array): boolean {
  const text = utf8(head);
  if (isHeapText(text)) return true;
  if (/^\s*\{/.test(text))
    return /"(?:memstats|HeapAlloc)"\s*:/.test(text) || text.startsWith('{\n"cmdline": [');
  return (
    /^# (?:HELP|TYPE) [a-zA-Z_:][\w:]* \w/m.test(text.slice(0, 1000)) ||
    /^\/(?:gc|memory|sched)\/[\w/-]+:[\w-]+[\s=:]/m.test(text)
  );
}
