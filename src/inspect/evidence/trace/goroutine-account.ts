import type { CodePlace } from '../../../findings/index.ts';
import type { TracedGoroutine } from './goroutine.ts';
import type { GoroutineSite } from './goroutine-sites.ts';
import { hasOutlived } from './handler-calls.ts';
import { noPlace } from './stack-places.ts';
import type { TraceSurvey } from './trace-survey.ts';

/** Goroutines of one site that wait at one place for one reason when the trace ends. */
export interface WaitingGroup {
  /** `chan receive`; '' where the trace does not say. */
  readonly reason: string;
  readonly place: CodePlace;
  /** Of those that were started while it was traced … */
  readonly count: number;
  /** … the ones started in the first half of it. */
  readonly firstHalfCount: number;
  readonly outlivingCount: number;
  readonly oldestWaitMs: number;
  readonly medianWaitMs: number;
  /** There before the trace; how long those have waited is not known. */
  readonly earlierCount: number;
}

/** Goroutines by the go statement that started them. */
export interface SiteAccount {
  readonly functionName: string;
  /** '' for those that were there before the trace. */
  readonly created: CodePlace;
  readonly handler: string;
  readonly createdCount: number;
  readonly earlierCount: number;
  readonly endedCount: number;
  readonly livingCount: number;
  /** Of the started ones: outlived the handler that started them. */
  readonly outlivingCount: number;
  readonly runMs: number;
  readonly assistMs: number;
  /** Where most of the living ones wait; undefined where none does. */
  readonly waiting: WaitingGroup | undefined;
  /** The runtime's own, or of the trace itself. */
  readonly isSystem: boolean;
}

/** Functions of the runtime's own goroutines; `runtime.main` runs the program's main. */
const systemFunction = /^runtime(?:\/trace)?\.(?!main$)/;

/** All sites: those of which most goroutines were left over first, the runtime's own last. */
export function accountGoroutines({ lives, beginNs, endNs }: TraceSurvey): SiteAccount[] {
  const left = new Map<GoroutineSite, TracedGoroutine[]>();
  for (const goroutine of lives.living()) {
    const known = left.get(goroutine.site);
    if (known) known.push(goroutine);
    else left.set(goroutine.site, [goroutine]);
  }
  const sites = joinEarlier(lives.sites.list(), left);
  return sites
    .map((site) => accountOf(site, left.get(site) ?? [], beginNs, endNs))
    .sort(
      (one, other) =>
        Number(one.isSystem) - Number(other.isSystem) ||
        other.livingCount - other.earlierCount - (one.livingCount - one.earlierCount) ||
        other.livingCount - one.livingCount ||
        other.createdCount - one.createdCount,
    );
}

/** Of goroutines from before only the function is known; where one go statement alone starts it, it has started them, too. */
function joinEarlier(
  sites: readonly GoroutineSite[],
  left: Map<GoroutineSite, TracedGoroutine[]>,
): GoroutineSite[] {
  const byFunction = new Map<string, GoroutineSite[]>();
  for (const site of sites) {
    if (site.created === noPlace) continue;
    const known = byFunction.get(site.functionName);
    if (known) known.push(site);
    else byFunction.set(site.functionName, [site]);
  }
  return sites.filter((site) => {
    const [only, ...more] = byFunction.get(site.functionName) ?? [];
    if (site.created !== noPlace || site.functionName === '' || !only || more.length > 0) return true;
    only.join(site);
    left.set(only, [...(left.get(only) ?? []), ...(left.get(site) ?? [])]);
    left.delete(site);
    return false;
  });
}

function accountOf(
  site: GoroutineSite,
  living: readonly TracedGoroutine[],
  beginNs: number,
  endNs: number,
): SiteAccount {
  const { functionName, created, handler, createdCount, earlierCount, endedCount, outlivingCount } = site;
  return {
    functionName,
    created,
    handler,
    createdCount,
    earlierCount,
    endedCount,
    livingCount: living.length,
    outlivingCount,
    runMs: site.runNs / 1e6,
    assistMs: site.assistNs / 1e6,
    waiting: mostWaiting(living, beginNs, endNs),
    isSystem: systemFunction.test(functionName),
  };
}

function mostWaiting(
  living: readonly TracedGoroutine[],
  beginNs: number,
  endNs: number,
): WaitingGroup | undefined {
  const groups = new Map<string, TracedGoroutine[]>();
  let most: TracedGoroutine[] = [];
  for (const goroutine of living) {
    if (goroutine.state !== 'waiting') continue;
    const { waitReason, place } = goroutine;
    const key = `${waitReason}\n${place.function}\n${place.at}`;
    let group = groups.get(key);
    if (group) group.push(goroutine);
    else groups.set(key, (group = [goroutine]));
    if (group.length > most.length) most = group;
  }
  if (most.length === 0) return undefined;
  const started = most.filter(({ createdNs }) => createdNs !== undefined);
  const waitsMs = started.map(({ sinceNs }) => (endNs - sinceNs) / 1e6).sort((one, other) => other - one);
  const middleNs = (beginNs + endNs) / 2;
  return {
    reason: most[0].waitReason,
    place: most[0].place,
    count: started.length,
    firstHalfCount: started.filter(({ createdNs = endNs }) => createdNs < middleNs).length,
    outlivingCount: started.filter((goroutine) => hasOutlived(goroutine, endNs)).length,
    oldestWaitMs: waitsMs[0] ?? 0,
    medianWaitMs: waitsMs[waitsMs.length >> 1] ?? 0,
    earlierCount: most.length - started.length,
  };
}
