import { printable, UnreadableError } from '../../base/index.ts';

/** A header that goes with every request. */
export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}

/** Where an endpoint is, and what it wants to see; `text` is what may be shown, the rest may hold credentials. */
export interface HttpAddress {
  /** Without user, password and query: `https://host:6060/debug/pprof`. */
  readonly text: string;
  readonly url: URL;
  readonly headers: readonly HttpHeader[];
}

/** RFC 9110, token. */
const headerLine = /^([!#$%&'*+.^_`|~\w-]{1,100}):[ \t]*([\t\x20-\x7e\x80-\xff]{0,8192})$/;
/** How a request is framed is our own matter. */
const ownHeaders: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const scheme = /^https?:\/\//i;
/** `localhost:6060`, `10.0.0.7:6060/debug/pprof/`, as people write it. */
const bareAddress = /^(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:.]+\]):\d{1,5}(?:\/.*)?$/i;

/** True where a target is meant to be asked by HTTP: a URL, or host and port. */
export function isHttpAddress(text: string): boolean {
  return scheme.test(text) || bareAddress.test(text);
}

/**
 * Takes a URL, or host and port, and lines `Name: value` apart; throws UnreadableError of one line, without any part of them that could be a secret.
 * User and password of the URL become a header of the scheme Basic (RFC 7617).
 */
export function httpAddress(text: string, headerLines: readonly string[] = []): HttpAddress {
  const whole = bareAddress.test(text) ? `http://${text}` : text;
  const url = scheme.test(whole) && URL.canParse(whole) ? new URL(whole) : undefined;
  if (!url || url.hostname === '')
    throw new UnreadableError(
      'bad-url',
      'the URL cannot be understood; write http://host:port or https://host:port/path',
    );
  const headers = headerLines.map(headerOf);
  const { username, password } = url;
  if (username !== '' || password !== '') {
    const credentials = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
    headers.push({ name: 'authorization', value: `Basic ${credentials}` });
    url.username = '';
    url.password = '';
  }
  url.hash = '';
  return { text: shownUrl(url), url, headers };
}

/** A URL as it may be shown: no user, no password, no query. */
export function shownUrl(url: URL): string {
  return printable(`${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`);
}

function headerOf(line: string): HttpHeader {
  const match = headerLine.exec(line);
  if (!match)
    throw new UnreadableError(
      'bad-header',
      "a header of --header cannot be understood; write --header 'Name: value'",
    );
  const name = match[1].toLowerCase();
  if (ownHeaders.has(name))
    throw new UnreadableError(
      'bad-header',
      `--header cannot set ${name}: how a request is framed is not to be chosen`,
    );
  return { name, value: match[2].trimEnd() };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
