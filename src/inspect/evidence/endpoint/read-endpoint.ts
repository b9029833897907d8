import { gunzipSync } from 'node:zlib';
import {
  httpAddress,
  type HttpBounds,
  HttpEndpoint,
  patientBounds,
  quickBounds,
} from '../../../adapters/index.ts';
import { Diagnostics, UnreadableError, utf8 } from '../../../base/index.ts';
import {
  type HeapText,
  joinStatistics,
  type MemoryStatistics,
  nothingTold,
  type ProfileColumns,
  ProfileDecoder,
  readExpvar,
  readGoroutineText,
  readHeapText,
  readMetricsText,
} from '../../../formats/index.ts';
import { goLineOf, goVersionOf, heapAccount, profileKindOf } from '../../../profile/index.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import { type CollectionTestResult, collectionTest } from './collection-test.ts';
import { type EndpointLook, type Further, reportOf } from './endpoint-report.ts';
import { type EndpointSources, findSources } from './find-sources.ts';
import { goroutineGroupsOf, parkingAddresses } from './goroutine-groups.ts';
import {
  accountOfProfile,
  accountOfText,
  type AllocationAccount,
  goVersionOfText,
} from './allocation-lines.ts';
import type { LineMapType } from './slot-counts.ts';
import { symbolNames } from './symbol-names.ts';
import { goroutineProfileOfText, heapProfileOfText } from './text-stacks.ts';

export interface EndpointOptions {
  /** Lines `Name: value` that go with every request. */
  readonly headers?: readonly string[];
  /** Takes what costs the process more: the heap profile as text whatever its size, after a collection, and all goroutines. */
  readonly deep?: boolean;
  /** Makes the two-GC test: the process collects twice. */
  readonly gcTest?: boolean;
  /** Types of maps by the line that fills them: their bytes are then told in slots, too. */
  readonly mapTypes?: readonly LineMapType[];
  /** Called as the look goes on. */
  readonly onPhase?: (phase: string) => void;
}

/** A profile of so many stacks as text is some hundred KB and milliseconds; that of a large server 9 MB and 130 ms. */
const fewStacks = 1000;
/** The world stands while so many goroutines are counted, for a few milliseconds. */
const fewGoroutines = 20_000;
/** The runtime's frames of an allocation are the first ones. */
const allocatingFrames = 16;

/**
 * Looks at a Go program by HTTP: pprof, expvar and metrics, wherever they are mounted. Reads only, and only what is cheap unless told; the one
 * POST asks pprof's symbol handler for names. Nothing of the credentials of `url` or `headers` is in the report or in an error.
 * Rejects with UnreadableError, of one line, where nothing of a Go program is to be had.
 */
export async function readEndpoint(url: string, options: EndpointOptions = {}): Promise<EvidenceReport> {
  const diagnostics = new Diagnostics();
  return reportOf(await lookAtEndpoint(url, options, diagnostics), diagnostics);
}

/** The same, as what was seen. */
export async function lookAtEndpoint(
  url: string,
  options: EndpointOptions,
  diagnostics: Diagnostics,
): Promise<EndpointLook> {
  const address = httpAddress(url, options.headers);
  using endpoint = new HttpEndpoint(address);
  options.onPhase?.('pprof, expvar, metrics');
  const sources = await findSources(endpoint, address, diagnostics);
  const look = await lookAt(endpoint, sources, options, diagnostics);
  return { ...look, source: address.text, bytesRead: endpoint.receivedBytes };
}

type LookOfSources = Omit<EndpointLook, 'source' | 'bytesRead'>;

/** What is asked of one server, and with what. */
interface Asked {
  readonly endpoint: HttpEndpoint;
  readonly sources: EndpointSources;
  readonly options: EndpointOptions;
  /** What expvar and metrics say, which is cheap; some of it may be missing. */
  readonly cheap: MemoryStatistics;
  /** What was left out. */
  readonly further: Further[];
  readonly diagnostics: Diagnostics;
}

async function lookAt(
  endpoint: HttpEndpoint,
  sources: EndpointSources,
  options: EndpointOptions,
  diagnostics: Diagnostics,
): Promise<LookOfSources> {
  const { pprof } = sources;
  const nowMs = Date.now();
  const cheap = cheapStatistics(sources, diagnostics);
  const asked = { endpoint, sources, options, cheap, further: [], diagnostics };
  const tested = options.gcTest ? await testOf(asked) : null;
  const heap = tested ? tested.heap : await heapOf(asked);
  if (!tested && pprof) further(asked, '--gc-test', 'collection-test', null);
  const goroutines = await goroutinesOf(asked);
  const records = goroutines?.records ?? [];
  const addresses = [...(heap ? allocatingAddresses(heap) : []), ...parkingAddresses(records)];
  const names =
    pprof && addresses.length > 0 ? await symbolNames(endpoint, pprof.path, addresses, diagnostics) : noNames;
  // The protobuf is small and quick where the text is neither.
  const profile = heap || !pprof ? undefined : await profileOf(asked, pprof.path);
  const told = statisticsOf(cheap, heap, tested, goroutines?.totalCount ?? null);
  const goVersion =
    told.goVersion ?? (heap ? goVersionOfText(heap) : profile && goVersionOf(profile)) ?? null;
  const statistics = { ...told, goVersion };
  if (!pprof && statistics.heapAllocBytes === null && statistics.sysBytes === null)
    throw new UnreadableError(
      'no-evidence',
      'there are metrics there, but none of a Go program, and no pprof',
    );
  return {
    sources: [pprof?.path, sources.expvar?.path, sources.metrics?.path].filter((path) => path !== undefined),
    nowMs,
    statistics,
    isSwiss: [...names.values()].some((name) => name.startsWith('internal/runtime/maps.')),
    mapTypes: options.mapTypes ?? [],
    allocations: heap ? accountOfText(heap, names) : profile ? accountOfHeapProfile(profile) : null,
    goroutineGroups: goroutineGroupsOf(records, names),
    heapStacks: heap ? () => heapProfileOfText(heap, names) : profile && (() => profile),
    goroutineStacks: records.length > 0 ? () => goroutineProfileOfText(records, names) : undefined,
    tested,
    further: asked.further,
  };
}

function accountOfHeapProfile(profile: ProfileColumns): AllocationAccount {
  return accountOfProfile(heapAccount(profile, goLineOf(goVersionOf(profile))));
}

/** The heap profile as a protobuf; undefined where it cannot be had, which is told. */
async function profileOf(asked: Asked, path: string): Promise<ProfileColumns | undefined> {
  const { diagnostics } = asked;
  const body = await bodyOf(asked, `${path}heap`, '', quickBounds);
  if (!body) return undefined;
  const decoder = new ProfileDecoder({ diagnostics, mostColumnBytes });
  if (isGzip(body)) {
    try {
      decoder.push(gunzipSync(body, { maxOutputLength: mostColumnBytes }));
    } catch {
      diagnostics.add('gzip-damaged', 'The heap profile cannot be inflated; live bytes by line are missing.');
      return undefined;
    }
  } else decoder.push(body);
  const profile = decoder.finish();
  return profileKindOf(profile) === 'heap' ? profile : undefined;
}

/** The text of a profile has more than ten times the bytes of its protobuf, inflated. */
const mostColumnBytes = 2 ** 28;

function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

const noNames: ReadonlyMap<number, string> = new Map();

function further(
  asked: Asked,
  option: Further['option'],
  adds: Further['adds'],
  stackCount: number | null,
): void {
  asked.further.push({ option, adds, stackCount });
}

function cheapStatistics({ expvar, metrics }: EndpointSources, diagnostics: Diagnostics): MemoryStatistics {
  const first = metrics ? readMetricsText(metrics.text, diagnostics) : undefined;
  const second = expvar ? readExpvar(expvar.text, diagnostics)?.statistics : undefined;
  return joinStatistics(first ?? nothingTold, second ?? nothingTold);
}

function isWhole({ heapAllocBytes, sysBytes }: MemoryStatistics): boolean {
  return heapAllocBytes !== null && sysBytes !== null;
}

/** Metrics again, or expvar where they have no MemStats. */
function rereader({
  endpoint,
  sources,
  cheap,
  diagnostics,
}: Asked): (() => Promise<MemoryStatistics | null>) | undefined {
  if (!isWhole(cheap)) return undefined;
  const again = async (path: string | undefined): Promise<string | undefined> => {
    if (path === undefined) return undefined;
    const answer = await endpoint.get(path);
    return answer.status === 200 ? utf8(answer.body) : undefined;
  };
  return async () => {
    const metrics = await again(sources.metrics?.path);
    const first = (metrics === undefined ? undefined : readMetricsText(metrics, diagnostics)) ?? nothingTold;
    if (isWhole(first)) return first;
    const expvar = await again(sources.expvar?.path);
    const second = expvar === undefined ? undefined : readExpvar(expvar, diagnostics)?.statistics;
    return joinStatistics(first, second ?? nothingTold);
  };
}

function testOf(asked: Asked): Promise<CollectionTestResult> {
  const { endpoint, sources, cheap, diagnostics } = asked;
  if (!sources.pprof)
    throw new UnreadableError(
      'collection-test-impossible',
      'the two-GC test wants pprof, which is not to be seen there',
    );
  return collectionTest({
    endpoint,
    pprofPath: sources.pprof.path,
    before: isWhole(cheap) ? cheap : null,
    readAgain: rereader(asked),
    onPhase: asked.options.onPhase,
    diagnostics,
  });
}

/** `heap?debug=1`, where it is small, or by `deep`. */
async function heapOf(asked: Asked): Promise<HeapText | null> {
  const { sources, options, cheap, diagnostics } = asked;
  if (!sources.pprof) return null;
  const { path, heapRecordCount } = sources.pprof;
  const isSmall = heapRecordCount !== null && heapRecordCount <= fewStacks;
  if (!options.deep && !isSmall) {
    further(asked, '--deep', isWhole(cheap) ? 'map-lines' : 'map-lines-and-ledger', heapRecordCount);
    return null;
  }
  // A collection makes the profile fresh, and would hide garbage from MemStats that are told nowhere else.
  const query = options.deep && isWhole(cheap) ? 'gc=1&debug=1' : 'debug=1';
  const text = await textOf(asked, `${path}heap`, query, options.deep ? patientBounds : quickBounds);
  return (text === undefined ? undefined : readHeapText(text, diagnostics)) ?? null;
}

async function goroutinesOf(asked: Asked): Promise<ReturnType<typeof readGoroutineText> | null> {
  const { sources, options, cheap, diagnostics } = asked;
  if (!sources.pprof) return null;
  const count = sources.pprof.goroutineCount ?? cheap.goroutineCount;
  if (!options.deep && (count === null || count > fewGoroutines)) {
    further(asked, '--deep', 'goroutines', count);
    return null;
  }
  const bounds = options.deep ? patientBounds : quickBounds;
  const text = await textOf(asked, `${sources.pprof.path}goroutine`, 'debug=1', bounds);
  return text === undefined ? null : readGoroutineText(text, diagnostics);
}

async function textOf(
  asked: Asked,
  path: string,
  query: string,
  bounds: HttpBounds,
): Promise<string | undefined> {
  asked.options.onPhase?.(path);
  const body = await bodyOf(asked, path, query, bounds);
  return body && utf8(body);
}

/** What cannot be had is told, and the look goes on. */
async function bodyOf(
  { endpoint, diagnostics }: Asked,
  path: string,
  query: string,
  bounds: HttpBounds,
): Promise<Uint8Array | undefined> {
  try {
    const { status, isPage, body } = await endpoint.get(path, query, bounds);
    if (status === 200 && !isPage) return body;
    const what = isPage ? 'a page for people' : `status ${status}`;
    diagnostics.add('profile-refused', `${path} answers with ${what} in place of a profile.`);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    diagnostics.add(error.code, `${error.message}.`);
  }
  return undefined;
}

function* allocatingAddresses(heap: HeapText): Generator<number> {
  for (const { pcs } of heap.records) yield* pcs.slice(0, allocatingFrames);
}

/** Of the moment before anything was done to the process, as far as it is known. */
function statisticsOf(
  cheap: MemoryStatistics,
  heap: HeapText | null,
  tested: CollectionTestResult | null,
  goroutineCount: number | null,
): MemoryStatistics {
  const footer = tested?.before ?? heap?.statistics ?? nothingTold;
  const joined = isWhole(cheap) ? joinStatistics(cheap, footer) : joinStatistics(footer, cheap);
  return joinStatistics(joined, { ...nothingTold, goroutineCount });
}
