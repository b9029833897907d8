import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildProgram, type Program, startProgram } from '../../src/adapters/testdata/go-program.ts';
import { UnreadableError } from '../../src/base/index.ts';
import { readEndpoint } from '../../src/inspect/index.ts';

let hostile: Program<{ readonly plain: string; readonly safe: string }>;
beforeAll(async () => {
  hostile = await startProgram(buildProgram('hostile'));
});
afterAll(() => hostile.end());

/** What a look at a hostile server says, after the error's code. */
async function complaint(url: string): Promise<string> {
  const error: unknown = await readEndpoint(url, { headers: ['Authorization: Bearer hush'] }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UnreadableError);
  const { code, message } = error as UnreadableError;
  return `${code}: ${message}`;
}

test.for([
  ['login', /^web-page: .*perhaps a login/],
  ['unauthorized', /^credentials-wanted: .*or others \(401\).*--header/],
  ['forbidden', /^credentials-wanted: .*or others \(403\)/],
  ['broken', /^no-evidence: .*500/],
  ['nowhere', /^no-evidence: .*404.*write it into the URL/],
  ['metrics-of-another', /^no-evidence: .*none of a Go program/],
  ['away', /^redirected: .*another host/],
  ['loop', /^redirected: .*again and again/],
  ['endless', /^body-too-large: .*more than 16 MiB/],
  ['bomb', /^body-too-large: .*more than 16 MiB/],
  ['damaged', /^bad-body: .*cannot be unpacked/],
  ['torn', /^no-connection: .*closed before an answer/],
] as const)('%s: one line, and no credentials', async ([mode, expected]) => {
  const origin = hostile.facts.plain.replace('//', '//anna:hush@');
  const text = await complaint(`${origin}/as/${mode}/?token=hush`);
  expect(text).toMatch(expected);
  expect(text).not.toMatch(/hush|secret|anna|\n/);
});

test('TLS that is not trusted, and TLS that is not asked for', async () => {
  const { safe } = hostile.facts;
  expect(await complaint(safe)).toMatch(/^tls-error: .*NODE_EXTRA_CA_CERTS/);
  expect(await complaint(safe.replace('https', 'http'))).toMatch(/^tls-error: .*speaks TLS.*https:\/\//);
});
