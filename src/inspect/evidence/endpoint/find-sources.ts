import {
  type HttpAddress,
  type HttpAnswer,
  type HttpEndpoint,
  quickBounds,
} from '../../../adapters/index.ts';
import { type Diagnostics, UnreadableError, utf8 } from '../../../base/index.ts';

/** Where pprof is mounted, and how large its index says that the profiles are; null where it does not say. */
export interface PprofMount {
  /** `/debug/pprof/`. */
  readonly path: string;
  /** Stacks with allocations: what `heap?debug=1` has records of. */
  readonly heapRecordCount: number | null;
  readonly goroutineCount: number | null;
}

/** What a server has of a Go program's memory. */
export interface EndpointSources {
  readonly pprof: PprofMount | null;
  /** Path and text of what package expvar serves. */
  readonly expvar: { readonly path: string; readonly text: string } | null;
  readonly metrics: { readonly path: string; readonly text: string } | null;
}

/** Where programs and frameworks put pprof, the standard place first. */
const pprofPlaces = [
  '/debug/pprof/',
  '/pprof/',
  '/-/debug/pprof/',
  '/internal/debug/pprof/',
  '/admin/debug/pprof/',
  '/_debug/pprof/',
];
const expvarPlace = '/debug/vars';
const metricsPlace = '/metrics';

/** What a path of the user has behind the place that all else is relative to. */
const knownEnd = /(?:\/debug\/pprof(?:\/\w*)?|\/pprof(?:\/\w*)?|\/debug\/vars|\/metrics|\/debug)?\/*$/;

/** Asks for one path; undefined where there is no answer, which is then told. The first failure of all ends the look: nobody is there. */
class Asker {
  readonly #endpoint: HttpEndpoint;
  readonly #diagnostics: Diagnostics;
  readonly #answers: [path: string, status: number, isPage: boolean][] = [];
  #timeouts = 0;

  constructor(endpoint: HttpEndpoint, diagnostics: Diagnostics) {
    this.#endpoint = endpoint;
    this.#diagnostics = diagnostics;
  }

  async get(path: string): Promise<HttpAnswer | undefined> {
    // A server that lets us wait does so at every path.
    if (this.#timeouts > 1) return undefined;
    try {
      const answer = await this.#endpoint.get(path, '', quickBounds);
      refuseTlsPort(answer, path);
      this.#answers.push([path, answer.status, answer.isPage]);
      return answer;
    } catch (error) {
      if (!(error instanceof UnreadableError) || this.#answers.length === 0) throw error;
      if (error.code === 'timeout') this.#timeouts++;
      this.#diagnostics.add(error.code, `${error.message}.`);
      return undefined;
    }
  }

  /** One line about a server that has nothing of a Go program. */
  refusal(address: HttpAddress): UnreadableError {
    const statuses = new Set(this.#answers.map(([, status]) => status));
    const where = address.text;
    if (statuses.has(401) || statuses.has(403))
      return new UnreadableError(
        'credentials-wanted',
        `${where} wants credentials, or others (${statuses.has(401) ? 401 : 403}); give them by --header 'Authorization: …' or --header @file`,
      );
    if (this.#answers.some(([, status, isPage]) => isPage && status === 200))
      return new UnreadableError(
        'web-page',
        `${where} answers with a page for people, perhaps a login: no pprof, expvar or metrics of a Go program is to be seen there`,
      );
    const asked = this.#answers.map(([path, status]) => `${path} ${status}`).join(', ');
    return new UnreadableError(
      'no-evidence',
      `${where} has no pprof, expvar or metrics of a Go program (${asked}); if they are at another path, write it into the URL`,
    );
  }
}

/** Finds pprof, expvar and metrics of one server, by the path of the address or beside it. Throws UnreadableError where there is none. */
export async function findSources(
  endpoint: HttpEndpoint,
  address: HttpAddress,
  diagnostics: Diagnostics,
): Promise<EndpointSources> {
  const asker = new Asker(endpoint, diagnostics);
  const given = address.url.pathname;
  const base = given.replace(knownEnd, '');
  const named = /^.*\/pprof(?=\/|$)/.exec(given)?.[0];
  const places = new Set([
    ...(named === undefined ? [] : [`${named}/`]),
    ...pprofPlaces.map((place) => base + place),
  ]);
  let pprof: PprofMount | null = null;
  for (const path of places) {
    pprof = await pprofAt(asker, path);
    if (pprof) break;
  }
  const expvar = await textAt(asker, base + expvarPlace, (text) => text.trimStart().startsWith('{'));
  const metrics = await textAt(asker, base + metricsPlace, (text) =>
    /^(?:# (?:HELP|TYPE) |[a-z_:])/i.test(text),
  );
  if (!pprof && !expvar && !metrics) throw asker.refusal(address);
  return { pprof, expvar, metrics };
}

/** A server that speaks TLS tells so in plain HTTP (net/http/server.go, tlsRecordHeaderLooksLikeHTTP). */
function refuseTlsPort({ status, body }: HttpAnswer, path: string): void {
  if (status === 400 && utf8(body.subarray(0, 200)).includes('HTTP request to an HTTPS server'))
    throw new UnreadableError('tls-error', `the port speaks TLS (${path}): write https:// in the URL`);
}

/** The index names the profiles, with their sizes; where only the handlers are mounted, that of symbols answers without an argument. */
async function pprofAt(asker: Asker, path: string): Promise<PprofMount | null> {
  const index = await asker.get(path);
  if (index?.status === 200) {
    const text = utf8(index.body);
    if (/href=['"]?heap\?debug=1/.test(text) && /href=['"]?goroutine\?debug=1/.test(text))
      return { path, heapRecordCount: countIn(text, 'heap'), goroutineCount: countIn(text, 'goroutine') };
  }
  if (index === undefined || index.status === 401 || index.status === 403) return null;
  const symbol = await asker.get(`${path}symbol`);
  return symbol?.status === 200 && /^num_symbols: 1\s/.test(utf8(symbol.body.subarray(0, 40)))
    ? { path, heapRecordCount: null, goroutineCount: null }
    : null;
}

/** net/http/pprof/pprof.go, indexTmplExecute: `<td>8</td><td><a href='heap?debug=1'>heap</a>`. */
function countIn(index: string, profile: string): number | null {
  const count = new RegExp(`(\\d{1,12})(?:</td>)?\\s*<td>\\s*<a href=['"]?${profile}\\?debug=1`).exec(
    index,
  )?.[1];
  return count === undefined ? null : Number(count);
}

async function textAt(
  asker: Asker,
  path: string,
  isIt: (text: string) => boolean,
): Promise<{ path: string; text: string } | null> {
  const answer = await asker.get(path);
  if (answer?.status !== 200 || answer.isPage) return null;
  const text = utf8(answer.body);
  return isIt(text) ? { path, text } : null;
}
