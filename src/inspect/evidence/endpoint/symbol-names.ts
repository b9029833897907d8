import type { HttpEndpoint } from '../../../adapters/index.ts';
import { type Diagnostics, UnreadableError, utf8 } from '../../../base/index.ts';

/** Addresses of one request: 22 KB, which took a server with 2,290 of them 11 ms. */
const addressesAtOnce = 2000;
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
  for (let start = 0; start < wanted.length; start += addressesAtOnce) {
    const body = wanted
      .slice(start, start + addressesAtOnce)
      .map((pc) => `0x${(pc - 1).toString(16)}`)
      .join('+');
    let text = '';
    try {
      const answer = await endpoint.symbols(`${pprofPath}symbol`, body);
      if (answer.status === 200 && !answer.isPage) text = utf8(answer.body);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      diagnostics.add(error.code, error.message);
    }
    for (const line of text.split('\n')) {
      const match = answerLine.exec(line);
      if (match) names.set(Number.parseInt(match[1], 16) + 1, match[2]);
    }
    if (names.size === 0) {
      diagnostics.add(
        'no-symbols',
        'The symbol handler of pprof does not answer: what of the heap is map memory, and what goroutines wait for, cannot be said.',
      );
      break;
    }
  }
  return names;
}
