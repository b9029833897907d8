import type http from 'node:http';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { latin1, UnreadableError } from '../../base/index.ts';
import { type HttpAddress, shownUrl } from './http-address.ts';
import { httpFailure } from './http-failure.ts';

export interface HttpAnswer {
  readonly status: number;
  /** `text/plain`, in lower case and without parameters; '' where the server does not say. */
  readonly contentType: string;
  /** Unpacked. */
  readonly body: Uint8Array;
  /** True where the body is a page for people: a login, an index, an error of a proxy. */
  readonly isPage: boolean;
}

/** How long an answer may take and how large it may be, unpacked. */
export interface HttpBounds {
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

const mebibyte = 2 ** 20;
/** For what is quick to make. */
export const quickBounds: HttpBounds = { timeoutMs: 10_000, mostBytes: 16 * mebibyte };
/** For what collects garbage first, or is long. */
export const patientBounds: HttpBounds = { timeoutMs: 30_000, mostBytes: 128 * mebibyte };

const mostRedirects = 5;
/** Node's own bound on headers is 16 KiB. */
const userAgent = 'highwater';

interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body?: string;
  readonly bounds: HttpBounds;
}

/** Asks one server, over one connection. It reads only: the one POST is to pprof's symbol handler, which has addresses in its body. */
export class HttpEndpoint implements Disposable {
  readonly #address: HttpAddress;
  /** By protocol, once there was a request. */
  readonly #agents = new Map<string, http.Agent>();
  #receivedBytes = 0;

  constructor(address: HttpAddress) {
    this.#address = address;
  }

  /** Bytes of bodies so far, unpacked. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /**
   * Asks for a path of the server, with the query of the address and `query`. Any status is an answer; throws UnreadableError of one
   * line where there is none within the bounds.
   */
  async get(path: string, query = '', bounds: HttpBounds = quickBounds): Promise<HttpAnswer> {
    let url = this.#url(path, query);
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#ask({ method: 'GET', url, bounds });
      if (!answer.location) return answer;
      if (redirects === mostRedirects)
        throw new UnreadableError('redirected', `${shownUrl(url)} redirects again and again`);
      url = redirected(url, answer.location);
    }
  }

  /** Asks pprof's symbol handler at `path` for the names of addresses, `0x1+0x2`. */
  symbols(path: string, addresses: string): Promise<HttpAnswer> {
    return this.#ask({ method: 'POST', url: this.#url(path, ''), body: addresses, bounds: quickBounds });
  }

  /** The same by GET, which is all that the standard mounting of some versions of Go takes; the query has to fit a request line. */
  symbolsByQuery(path: string, addresses: string): Promise<HttpAnswer> {
    const url = this.#url(path, '');
    // The handler splits what stands there at every `+`, and passes over what is no number (net/http/pprof/pprof.go, Symbol).
    url.search = url.search === '' ? addresses : `${url.search}+${addresses}`;
    return this.#ask({ method: 'GET', url, bounds: quickBounds });
  }

  [Symbol.dispose](): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #url(path: string, query: string): URL {
    const url = new URL(this.#address.url);
    url.pathname = path;
    for (const [name, value] of new URLSearchParams(query)) url.searchParams.append(name, value);
    return url;
  }

  async #ask({ method, url, body, bounds }: Request): Promise<HttpAnswer & { location?: string }> {
    const where = shownUrl(url);
    const client = await clientFor(url.protocol);
    const agent = this.#agents.get(url.protocol) ?? new client.Agent({ keepAlive: true, maxSockets: 1 });
    this.#agents.set(url.protocol, agent);
    const deadline = AbortSignal.timeout(bounds.timeoutMs);
    const request = client.request(url, {
      method,
      agent,
      headers: {
        'accept-encoding': 'gzip',
        'user-agent': userAgent,
        ...Object.fromEntries(this.#address.headers.map(({ name, value }) => [name, value])),
      },
    });
    const abort = (): void => {
      request.destroy();
    };
    deadline.addEventListener('abort', abort);
    let isDone = false;
    try {
      const response = await responseTo(request, body);
      const { statusCode: status = 0, headers } = response;
      const location = status >= 300 && status < 400 ? headers.location : undefined;
      const taken = await bodyOf(response, headers['content-encoding'] ?? '', bounds.mostBytes, where);
      isDone = true;
      this.#receivedBytes += taken.length;
      const contentType = (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
      const answer = { status, contentType, body: taken, isPage: isPage(contentType, taken) };
      return location === undefined ? answer : { ...answer, location };
    } catch (error) {
      if (deadline.aborted)
        throw new UnreadableError(
          'timeout',
          `${where} has not answered to the end within ${bounds.timeoutMs / 1000} s`,
        );
      throw httpFailure(where, error);
    } finally {
      deadline.removeEventListener('abort', abort);
      // What was read to its end leaves its connection to the next request.
      if (!isDone) request.destroy();
    }
  }
}

/** Loaded once it is needed: with TLS it takes 70 ms, which looks at processes must not wait for. */
function clientFor(protocol: string): Promise<Pick<typeof http, 'Agent' | 'request'>> {
  return protocol === 'https:' ? import('node:https') : import('node:http');
}

function responseTo(request: http.ClientRequest, body: string | undefined): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Kept: an error after the response must not go unheard.
    request.on('error', reject);
    request.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    request.end(body);
  });
}

/** The whole body, unpacked; what is over the bound is not even read. */
async function bodyOf(
  response: http.IncomingMessage,
  encoding: string,
  mostBytes: number,
  where: string,
): Promise<Uint8Array> {
  const stream = unpacked(response, encoding, where);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new UnreadableError(
        'body-too-large',
        `${where} answers with more than ${mostBytes / mebibyte} MiB; the rest is not read`,
      );
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, bytes));
}

function unpacked(response: http.IncomingMessage, encoding: string, where: string): Readable {
  if (encoding === '' || encoding === 'identity') return response;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new UnreadableError('bad-body', `${where} answers in a compression that it was not asked for`);
  const gunzip = zlib.createGunzip();
  // Where the connection ends early, the unpacked stream has to end, too.
  response.once('error', (error) => gunzip.destroy(error));
  response.once('aborted', () => gunzip.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
  return response.pipe(gunzip);
}

/** A redirect stays on its host: another one would be sent the credentials, and is mostly a login. */
function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const isSame = to?.host === from.host && to.protocol === from.protocol;
  const isUpgrade = to?.hostname === from.hostname && from.protocol === 'http:' && to.protocol === 'https:';
  if (to && (isSame || isUpgrade)) return to;
  throw new UnreadableError(
    'redirected',
    `${shownUrl(from)} sends to another host${to ? ` (${to.host})` : ''}: perhaps a login; name the address of the Go process itself`,
  );
}

function isPage(contentType: string, body: Uint8Array): boolean {
  const isHtml = contentType === 'text/html' || contentType === 'application/xhtml+xml';
  return isHtml || /^\s*<(?:!doctype|html|head|\?xml)/i.test(latin1(body.subarray(0, 200)));
}
