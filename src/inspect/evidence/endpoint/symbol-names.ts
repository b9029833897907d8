import type { HttpEndpoint } from '../../../adapters/index.ts';
import { type Diagnostics, UnreadableError, utf8 } from '../../../base/index.ts';

/** Addresses of one POST: 22 KB, which took a server with 2,290 of them 11 ms. */
const addressesAtOnce = 2000;
/** Addresses of one GET: 4 KB of a request line. */
const addressesOfQuery = 400;
const mostAddresses = 40_000;
const answerLine = /^0x([0-9a-f]{1,16}) (\S.{0,1000})$/;

/**
 * Names of the functions that return addresses lie in, by pprof's symbol handler (net/http/pprof/pprof.go, Symbol). Asked is for the
 * call before each: the return address itself may be the next function's. Of inlined calls it names the innermost.
 */
export async function symbolNames(
  endpoint: HttpEndpoint,
  pprofPath: string,
  returnAddresses: Iterable<number>,
  diagnostics: Diagnostics,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const wanted = [...new Set(returnAddresses)].filter((pc) => pc > 0).slice(0, mostAddresses);
  // From Go 1.23 on the standard mounting takes GET alone, where go.mod says 1.22 or later (net/http/pprof/pprof.go, init).
  const ask = new SymbolHandler(endpoint, `${pprofPath}symbol`);
  for (let start = 0; start < wanted.length; ) {
    const count = ask.addressesAtOnce;
    const text = await ask.textOf(wanted.slice(start, start + count), diagnostics);
    // It has just been found out that POST is not taken.
    if (count !== ask.addressesAtOnce) continue;
    for (const line of text.split('\n')) {
      const match = answerLine.exec(line);
      if (match) names.set(Number.parseInt(match[1], 16) + 1, match[2]);
    }
    if (names.size === 0) break;
    start += count;
  }
  if (wanted.length > 0 && names.size === 0)
    diagnostics.add(
      'no-symbols',
      'The symbol handler of pprof does not answer: what of the heap is map memory, and what goroutines wait for, cannot be said.',
    );
  return names;
}

/** Asks by POST, and by GET where that is refused. */
class SymbolHandler {
  readonly #endpoint: HttpEndpoint;
  readonly #path: string;
  #isByQuery = false;

  constructor(endpoint: HttpEndpoint, path: string) {
    this.#endpoint = endpoint;
    this.#path = path;
  }

  get addressesAtOnce(): number {
    return this.#isByQuery ? addressesOfQuery : addressesAtOnce;
  }

  async textOf(returnAddresses: readonly number[], diagnostics: Diagnostics): Promise<string> {
    const addresses = returnAddresses.map((pc) => `0x${(pc - 1).toString(16)}`).join('+');
    try {
      const { status, isPage, body } = this.#isByQuery
        ? await this.#endpoint.symbolsByQuery(this.#path, addresses)
        : await this.#endpoint.symbols(this.#path, addresses);
      if (status === 200 && !isPage) return utf8(body);
      this.#isByQuery = true;
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      diagnostics.add(error.code, `${error.message}.`);
    }
    return '';
  }
}
