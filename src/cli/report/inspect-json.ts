import { formatAddress } from '../../base/index.ts';
import { unknownType } from '../../findings/index.ts';
import type { MapRecord } from '../../image/index.ts';
import type { Inspection } from '../../inspect/index.ts';

/** The contract of `inspect --json`, piece by piece: no object or string is ever as large as the list of maps. */
export function* inspectJson(inspection: Inspection, mapLimit: number | undefined): Generator<string> {
  const { target, cost, headline, ledger, recorded } = inspection;
  yield `{"target":${JSON.stringify(target)},\n"cost":${JSON.stringify(cost)},\n"recorded":${JSON.stringify(recorded)},\n`;
  yield `"partial":${inspection.partial},\n`;
  yield `"headline":${JSON.stringify(headline)},\n"ledger":${JSON.stringify(ledger)},\n`;
  yield `"cgroup":${JSON.stringify(inspection.cgroup)},\n`;
  yield `"goroutines":${JSON.stringify(inspection.goroutines)},\n"maps":[`;
  const writer = new MapWriter();
  let separator = '\n';
  for (const map of inspection.maps(mapLimit)) {
    yield separator + writer.json(map);
    separator = ',\n';
  }
  yield* heapJson(inspection);
  yield `"findings":${JSON.stringify(inspection.findings)},\n`;
  yield `"diagnostics":${JSON.stringify(inspection.diagnostics)},\n`;
  yield `"totals":${JSON.stringify({ ...inspection.totals })}}\n`;
}

/** What the look at every object found: its sums as `graph`, and the tables beside it. */
function* heapJson({ heap, heapOmitted }: Inspection): Generator<string> {
  if (heap) {
    const { types, holders, packages, paths, ...graph } = heap;
    yield `],\n"graph":${JSON.stringify(graph)},\n"types":${JSON.stringify(types)},\n`;
    yield `"holders":${JSON.stringify(holders)},\n"packages":${JSON.stringify(packages)},\n`;
    yield `"paths":${JSON.stringify(paths)},\n`;
  } else yield `],\n"graph":null,\n"graphOmitted":${JSON.stringify(heapOmitted)},\n`;
}

/** One map with the contract's fields, in its order: written by hand, as there can be millions. */
export class MapWriter {
  readonly #types = new Map<string, string>();
  #holders: readonly string[] = [];
  #holdersJson = '[]';

  json(map: MapRecord): string {
    return (
      `{"address":"${formatAddress(map.address)}","type":${this.#type(map.type ?? unknownType)},"len":${map.len},` +
      `"slots":${map.slots},"bytes":${map.bytes},"rebuiltBytes":${map.rebuiltBytes},` +
      `"reclaimableBytes":${map.reclaimableBytes},"boxedBytes":${map.boxedBytes},"tombstones":${map.tombstones},` +
      `"overflowBuckets":${map.overflowBuckets},"growing":${map.growing},"reachable":${map.reachable},` +
      `"holders":${this.#holdersOf(map.holders)},"holderCount":${map.holderCount}}`
    );
  }

  #type(name: string): string {
    let json = this.#types.get(name);
    if (json === undefined) this.#types.set(name, (json = JSON.stringify(name)));
    return json;
  }

  /** Neighbours in the list often share one array. */
  #holdersOf(holders: readonly string[]): string {
    if (holders !== this.#holders) {
      this.#holders = holders;
      this.#holdersJson = JSON.stringify(holders);
    }
    return this.#holdersJson;
  }
}
