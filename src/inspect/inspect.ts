import { UnreadableError } from '../base/index.ts';
import { CensusInspection } from './census-inspection.ts';
import { GraphThread } from './graph-thread/graph-thread.ts';
import { prepareStop } from './expected-stop.ts';
import type { Inspection } from './inspection.ts';
import { type OpenTarget, openTarget } from './open-target.ts';
import type { InspectOptions } from './options.ts';
import { settledCensus } from './settled-census.ts';

/**
 * Names the maps that hold a Go process's memory. `target` is a pid, a process name, `:port`, or the path of a core or of a heap dump.
 * Rejects with UnreadableError where nothing can be read; what can be read in part yields what is true plus diagnostics.
 */
export async function inspect(target: string | number, options: InspectOptions = {}): Promise<Inspection> {
  const startedMs = performance.now();
  options.onPhase?.('target');
  const { exe, freeze = false } = options;
  const place = exe === undefined ? {} : { exe };
  const stop = freeze ? await prepareStop(String(target), options) : undefined;
  if (stop) options.onStop?.(stop.expected);
  const ready = stop && { image: stop.image, beforeStop: () => stop.room.prepare() };
  const opened = await openTarget(String(target), { freeze, ...place, ...ready });
  try {
    const chosen = optionsFor(opened, options);
    using thread = graphAside(opened, chosen);
    const aids = { room: stop?.room, known: stop?.known, heapBefore: stop?.expected.heap, thread };
    const census = settledCensus(opened, chosen, aids);
    options.onPhase?.('findings');
    const inspection = new CensusInspection(opened, census, chosen);
    opened.resume();
    inspection.finish(startedMs);
    return inspection;
  } catch (error) {
    const reason = reasonOf(error, opened);
    opened.close();
    throw reason;
  }
}

/** A recording without keys and strings has zeros in their place, which are not to be shown as what they were. */
function optionsFor({ recorded }: OpenTarget, options: InspectOptions): InspectOptions {
  return recorded?.redacted === true ? { ...options, redact: true } : options;
}

/** What a damaged recording lacks shows up as all kinds of errors: the damage is the reason to tell. */
function reasonOf(error: unknown, opened: OpenTarget): unknown {
  if (!(error instanceof UnreadableError) || !opened.recorded) return error;
  const damage = opened.diagnostics().find(({ code }) => damageCodes.includes(code));
  return damage ? new UnreadableError(damage.code, `${damage.message} (${error.message})`) : error;
}

const damageCodes = ['recording-truncated', 'recording-damaged'];

/** Of a core, where the look at every object is wanted and may take what it needs. */
function graphAside({ corePath }: OpenTarget, options: InspectOptions): GraphThread | undefined {
  const { exe, graph, holders, maxMemoryBytes } = options;
  if (corePath === undefined || graph === false || holders === false || maxMemoryBytes !== undefined)
    return undefined;
  return GraphThread.pays(corePath) ? GraphThread.start(corePath, exe) : undefined;
}
