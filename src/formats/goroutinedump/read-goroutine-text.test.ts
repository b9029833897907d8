import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { startStatisticsServer, statisticsServer } from '../memstats/testdata/statistics-server.ts';
import { rawProfileOf } from '../testdata/go-tool-pprof.ts';
import { readGoroutineText } from './read-goroutine-text.ts';

let text = '';
/** What `go tool pprof -raw` makes of the same text. */
let raw = '';

beforeAll(async () => {
  await using server = await startStatisticsServer(statisticsServer('none') ?? '');
  text = await (await fetch(`${server.origin}/debug/pprof/goroutine?debug=1`)).text();
  raw = rawProfileOf(Buffer.from(text)).text;
});

test('counts and addresses are those of go tool pprof', () => {
  const diagnostics = new Diagnostics();
  const read = readGoroutineText(text, diagnostics);
  expect(diagnostics.list()).toEqual([]);
  const places = new Map(
    [...raw.matchAll(/^ +(\d+): (0x[0-9a-f]+)/gm)].map((match) => [match[1], Number(match[2])]),
  );
  const theirs = [...raw.matchAll(/^ +(\d+): ([\d ]+)$/gm)].map((match) =>
    [
      Number(match[1]),
      ...match[2]
        .trim()
        .split(' ')
        .map((id) => places.get(id)),
    ].join(' '),
  );
  expect(theirs.length).toBeGreaterThan(2);
  const ours = read?.records.map(({ count, pcs }) => [count, ...pcs.map((pc) => pc - 1)].join(' '));
  expect(ours?.toSorted()).toEqual(theirs.toSorted());
  expect(read?.records.some(({ frames }) => frames.some(({ name }) => name === 'main.main'))).toBe(true);
});

test('a text cut anywhere says so', () => {
  fc.assert(
    fc.property(fc.nat(text.length), (cut) => {
      const diagnostics = new Diagnostics();
      const read = readGoroutineText(text.slice(0, cut), diagnostics);
      const found = (read?.records ?? []).reduce((sum, { count }) => sum + count, 0);
      if (read && found < read.totalCount) expect(diagnostics.has('goroutine-text-cut')).toBe(true);
    }),
  );
});

test('with bytes changed, numbers stay numbers, and junk is none', () => {
  const change = fc.tuple(fc.nat(text.length), fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      let changed = text;
      for (const [at, junk] of changes)
        changed = changed.slice(0, at) + junk + changed.slice(at + junk.length);
      for (const { count, pcs } of readGoroutineText(changed, new Diagnostics())?.records ?? [])
        for (const value of [count, ...pcs]) expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
    }),
  );
  for (const junk of ['', 'goroutine profile:', 'heap profile: 1: 1 [1: 1] @ heap/2\n'])
    expect(readGoroutineText(junk, new Diagnostics())).toBeUndefined();
});
