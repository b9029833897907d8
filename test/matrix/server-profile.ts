/** What a server's own /debug/pprof/heap says of its maps. */
export interface ServerProfile {
  /** Live bytes that the map functions of the runtime allocated: headers, storage, boxes, and their bookkeeping. */
  readonly mapBytes: number;
  /** Standard error of `mapBytes`; 0 where every allocation was counted. */
  readonly errorBytes: number;
  /** Live objects of a map header's size that they allocated; undefined where not every one was counted. */
  readonly headerCount: number | undefined;
  /** From the MemStats at the end of the profile. */
  readonly heapAlloc: number;
  readonly heapInuse: number;
  readonly heapObjects: number;
}

interface Sample {
  readonly objects: number;
  readonly bytes: number;
  readonly pcs: readonly number[];
}

const headerBytes = 48;

/** runtime/map*.go up to Go 1.23, internal/runtime/maps from 1.24 on; the latter's methods stand under its package. */
const mapFunction =
  /^(runtime\.(makemap|mapassign|mapclear|mapclone|hashGrow|growWork|evacuate|makeBucketArray|\(\*hmap\))|internal\/runtime\/maps\.)/;
const runtimeFunction = /^(runtime\.|internal\/runtime\/)/;

/** Reads the profile right after a collection. Under GODEBUG=memprofilerate=1 it counts every allocation. */
export async function readServerProfile(origin: string): Promise<ServerProfile> {
  const text = await (await fetch(`${origin}/debug/pprof/heap?debug=1&gc=1`)).text();
  // The first line ends in `@ heap/N`, N being twice the mean of bytes between two samples.
  const rateBytes = Number(/@ heap\/(\d+)/.exec(text)?.[1]) / 2;
  const samples = parseSamples(text);
  const names = await symbolize(origin, new Set(samples.flatMap((sample) => sample.pcs)));
  const ofMaps = samples.filter((sample) => sample.objects > 0 && isMapAllocation(sample, names));
  let mapBytes = 0;
  let variance = 0;
  let headerCount = 0;
  for (const { objects, bytes } of ofMaps) {
    // runtime/pprof/protomem.go scaleHeapSample: an object of this size is sampled with this probability.
    const probability = rateBytes <= 1 ? 1 : 1 - Math.exp(-bytes / objects / rateBytes);
    mapBytes += bytes / probability;
    variance += objects * (1 - probability) * (bytes / objects / probability) ** 2;
    if (bytes === objects * headerBytes) headerCount += objects;
  }
  const stat = (name: string): number => Number(new RegExp(`^# ${name} = (\\d+)`, 'm').exec(text)?.[1]);
  return {
    mapBytes: Math.round(mapBytes),
    errorBytes: Math.round(Math.sqrt(variance)),
    headerCount: rateBytes <= 1 ? headerCount : undefined,
    heapAlloc: stat('HeapAlloc'),
    heapInuse: stat('HeapInuse'),
    heapObjects: stat('HeapObjects'),
  };
}

/** `12: 576 [40: 1920] @ 0x47a3c5 0x4a1b2c`: live objects and bytes, then the stack. */
function parseSamples(text: string): Sample[] {
  return [...text.matchAll(/^(\d+): (\d+) \[\d+: \d+\] @((?: 0x[0-9a-f]+)+)$/gm)].map((match) => ({
    objects: Number(match[1]),
    bytes: Number(match[2]),
    // A return address can lie in the next function; the call is before it.
    pcs: (match[3] ?? '')
      .trim()
      .split(' ')
      .map((pc) => Number(pc) - 1),
  }));
}

/** Asks in pieces and by GET: since Go 1.22 the handler takes no POST, and a query has to fit a request line. */
async function symbolize(origin: string, pcs: ReadonlySet<number>): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  const queries = [...pcs].map((pc) => `0x${pc.toString(16)}`);
  for (let start = 0; start < queries.length; start += 500) {
    const query = queries.slice(start, start + 500).join('+');
    const text = await (await fetch(`${origin}/debug/pprof/symbol?${query}`)).text();
    for (const match of text.matchAll(/^(0x[0-9a-f]+) (\S+)$/gm)) names.set(Number(match[1]), match[2] ?? '');
  }
  return names;
}

/** The innermost frames belong to the runtime; one of them tells for what the memory was asked. */
function isMapAllocation({ pcs }: Sample, names: ReadonlyMap<number, string>): boolean {
  for (const pc of pcs) {
    const name = names.get(pc) ?? '';
    if (mapFunction.test(name)) return true;
    if (!runtimeFunction.test(name)) return false;
  }
  return false;
}
