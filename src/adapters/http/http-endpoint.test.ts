import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UnreadableError, utf8 } from '../../base/index.ts';
import { buildProgram, type Program, startProgram } from '../testdata/go-program.ts';
import { httpAddress, isHttpAddress } from './http-address.ts';
import { HttpEndpoint } from './http-endpoint.ts';

interface Facts {
  readonly plain: string;
  readonly safe: string;
  readonly raw: string;
}

const tight = { timeoutMs: 700, mostBytes: 2 ** 20 };
let hostile: Program<Facts>;

beforeAll(async () => {
  hostile = await startProgram<Facts>(buildProgram('hostile'));
});
afterAll(() => hostile.end());

/** What the error says, and its code; fails where there is none. */
async function complaint(origin: string, path: string): Promise<string> {
  using endpoint = new HttpEndpoint(httpAddress(`${origin}/?token=hush`, ['Authorization: Bearer hush']));
  const error = await endpoint.get(path, '', tight).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UnreadableError);
  const { code, message } = error as UnreadableError;
  expect(message).not.toContain('\n');
  return `${code}: ${message}`;
}

describe('what is asked', () => {
  test('query and headers of the address go along; user and password become a header', async () => {
    const address = httpAddress(`${hostile.facts.plain.replace('//', '//anna:p%40ss@')}?t=1`, [
      'X-Scope:  a b ',
    ]);
    expect(address.text).toBe(hostile.facts.plain);
    using endpoint = new HttpEndpoint(address);
    const { body, status, contentType } = await endpoint.get('/echo', 'gc=1');
    const credentials = Buffer.from('anna:p@ss').toString('base64');
    expect([status, contentType, utf8(body)]).toEqual([
      200,
      'text/plain',
      `GET t=1&gc=1|Basic ${credentials}|a b|`,
    ]);
    expect(endpoint.receivedBytes).toBe(body.length);
  });

  test('addresses go to the symbol handler by POST, the one that there is', async () => {
    using endpoint = new HttpEndpoint(httpAddress(hostile.facts.plain));
    expect(utf8((await endpoint.symbols('/echo', '0x1+0x2')).body)).toBe('POST |||0x1+0x2');
  });

  test('a redirect on the same host is followed, compressed bodies are unpacked, any status is an answer', async () => {
    using endpoint = new HttpEndpoint(httpAddress(hostile.facts.plain));
    expect(utf8((await endpoint.get('/near')).body)).toMatch(/^GET /);
    expect((await endpoint.get('/gzip')).body).toEqual(new Uint8Array(1000));
    expect((await endpoint.get('/nowhere')).status).toBe(404);
    expect((await endpoint.get('/unauthorized')).status).toBe(401);
    expect((await endpoint.get('/login')).isPage).toBe(true);
  });
});

describe('one line, within bounds, without secrets', () => {
  test.for([
    ['/silent', /^timeout: .*\/silent has not answered to the end within 0\.7 s$/],
    ['/slow', /^timeout: .*\/slow has not answered/],
    ['/endless', /^body-too-large: .*\/endless answers with more than 1 MiB/],
    ['/bomb', /^body-too-large: .*\/bomb answers with more than 1 MiB/],
    ['/torn', /^no-connection: .*\/torn: the connection was closed/],
    ['/damaged', /^bad-body: .*cannot be unpacked/],
    ['/brotli', /^bad-body: .*not asked for/],
    ['/away', /^redirected: .*another host \(login\.example\)/],
    ['/loop', /^redirected: .*again and again/],
  ] as const)('%s', async ([path, expected]) => {
    const text = await complaint(hostile.facts.plain, path);
    expect(text).toMatch(expected);
    expect(text).not.toMatch(/hush|secret/);
  });

  test('TLS, no TLS, no HTTP, nobody', async () => {
    expect(await complaint(hostile.facts.safe, '/echo')).toMatch(/^tls-error: .*NODE_EXTRA_CA_CERTS/);
    expect(await complaint(hostile.facts.plain.replace('http:', 'https:'), '/echo')).toMatch(
      /^tls-error: .*plain http/,
    );
    expect(await complaint(hostile.facts.raw, '/echo')).toMatch(/^(?:not-http|no-connection): /);
    expect(await complaint('http://127.0.0.1:1', '/echo')).toMatch(/^no-connection: .*refused/);
    expect(await complaint('http://nowhere.invalid', '/echo')).toMatch(
      /^no-connection: .*cannot be resolved/,
    );
  });

  test('a bad URL and a bad header are told without what was given', () => {
    for (const [url, headers] of [
      ['http://user:hush@[::', []],
      ['ftp://user:hush@host', []],
      ['http://host', ['Authorization hush']],
      ['http://host', ['A: hush\r\nB: c']],
      ['http://host', ['Content-Length: 7']],
    ] as const) {
      const told = (): unknown => httpAddress(url, headers);
      expect(told).toThrow(UnreadableError);
      expect(told).not.toThrow(/hush/);
    }
  });

  test('host and port are a URL', () => {
    const texts = ['localhost:6060', '10.0.0.7:6060/debug/pprof/', '[::1]:80', 'my-pod.ns.svc:8080'];
    expect(texts.map(isHttpAddress)).toEqual([true, true, true, true]);
    expect(texts.map((text) => httpAddress(text).text)).toEqual([
      'http://localhost:6060',
      'http://10.0.0.7:6060/debug/pprof/',
      'http://[::1]',
      'http://my-pod.ns.svc:8080',
    ]);
    for (const other of ['1234', ':6060', 'prometheus', 'core.1234', '/tmp/a:80', 'a b:80', 'C:/x'])
      expect(isHttpAddress(other)).toBe(false);
  });

  test('whatever the credentials are, the text of the address has none', () => {
    const word = fc.stringMatching(/^[\w!~*().-]{6,12}$/);
    fc.assert(
      fc.property(word, word, word, (user, password, token) => {
        const { text } = httpAddress(`https://${user}:${password}@h:1/x?token=${token}#${token}`);
        expect(text).toBe('https://h:1/x');
      }),
    );
  });
});
