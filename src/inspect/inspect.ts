import { CensusInspection } from './census-inspection.ts';
import { expectStop } from './expected-stop.ts';
import type { Inspection } from './inspection.ts';
import { openTarget } from './open-target.ts';
import type { InspectOptions } from './options.ts';
import { readCensus } from './read-census.ts';

/**
 * Names the maps that hold a Go process's memory. `target` is a pid, a process name, `:port`, or the path of a core or of a heap dump.
 * Rejects with UnreadableError where nothing can be read; what can be read in part yields what is true plus diagnostics.
 */
export async function inspect(target: string | number, options: InspectOptions = {}): Promise<Inspection> {
  const startedMs = performance.now();
  options.onPhase?.('target');
  const { exe, freeze = false } = options;
  const place = exe === undefined ? {} : { exe };
  if (freeze && options.onStop) {
    const stop = await expectStop(String(target), { ...place, graph: options.graph !== false });
    if (stop) options.onStop(stop);
  }
  const opened = await openTarget(String(target), { freeze, ...place });
  try {
    const census = readCensus(opened, options);
    options.onPhase?.('findings');
    const inspection = new CensusInspection(opened, census, options);
    opened.resume();
    inspection.finish(startedMs);
    return inspection;
  } catch (error) {
    opened.close();
    throw error;
  }
}
