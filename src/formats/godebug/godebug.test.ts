import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../testdata/go-binary.ts';
import { collectLog, outputOf } from '../testdata/go-log.ts';
import { parseGcTrace } from './gctrace.ts';
import { parseInitTrace } from './inittrace.ts';
import { parseScavTrace } from './scavtrace.ts';

const mebibyte = 2 ** 20;
const recorded = path.join(import.meta.dirname, 'testdata');
const files = fs.readdirSync(recorded);
const linesOf = (file: string): string[] =>
  fs.readFileSync(path.join(recorded, file), 'utf8').trimEnd().split('\n');

describe('lines that old releases have printed', () => {
  test.each(files)('%s', (file) => {
    const lines = linesOf(file);
    const found = /NumGC=(\d+) forced=(\d+) next=\d+ released=(\d+)$/.exec(
      lines.find((line) => line.startsWith('truth')) ?? '',
    );
    const [cycles, forced, released] = (found ?? []).slice(1).map(Number);
    const log = collectLog(lines.join('\n'));
    expect(log.counts.damagedCount).toBe(0);
    expect(log.collections.map(({ number }) => number)).toEqual(
      Array.from({ length: cycles }, (_, place) => place + 1),
    );
    // A call that comes while a collection ends marks its line, too.
    const marked = log.collections.filter(({ isForced }) => isForced).length;
    expect(marked - forced).toBeOneOf([0, 1]);
    expect(log.collections.every(({ processorCount }) => processorCount === 2)).toBe(true);
    // The program holds 100 MiB, then frees all of it.
    expect(Math.max(...log.collections.map(({ liveBytes }) => liveBytes))).toBeGreaterThanOrEqual(
      100 * mebibyte,
    );
    expect(log.collections.at(-1)?.liveBytes).toBe(0);
    const minor = Number(file.split('.')[1]);
    expect(log.collections.every(({ stackBytes }) => (stackBytes === null) === minor < 18)).toBe(true);
    expect(log.scavenges.some(({ isForced }) => isForced)).toBe(minor > 12);
    const last = log.scavenges.findLast(({ releasedBytes }) => releasedBytes !== null)?.releasedBytes ?? 0;
    expect(Math.abs(last - released)).toBeLessThan(5 * mebibyte);
    expect(log.initialisations.length > 0).toBe(minor > 15);
    expect(lines.length).toBe(1 + log.collections.length + log.scavenges.length + log.initialisations.length);
  });
});

test('lines of this Go are what its runtime counted', () => {
  const binary = buildGo({ program: 'collected', toolchain: 'local' });
  const { stdout, stderr } = outputOf(binary, 'phases', { GODEBUG: 'gctrace=1,scavtrace=1,inittrace=1' });
  const truth: { cycles: number; forced: number; processors: number; releasedBytes: number } =
    JSON.parse(stdout);
  const log = collectLog(stderr);
  expect(log.counts.damagedCount).toBe(0);
  expect(log.collections.length).toBe(truth.cycles);
  expect(log.collections.filter(({ isForced }) => isForced).length - truth.forced).toBeOneOf([0, 1]);
  expect(log.collections.every(({ processorCount }) => processorCount === truth.processors)).toBe(true);
  expect(log.collections.at(-1)?.liveBytes).toBe(0);
  expect(log.scavenges.some(({ isForced }) => isForced)).toBe(true);
  const released = log.scavenges.at(-1)?.releasedBytes ?? 0;
  expect(Math.abs(released - truth.releasedBytes)).toBeLessThan(8 * mebibyte);
  expect(log.initialisations.map(({ packagePath }) => packagePath)).toContain('runtime');
  expect(stderr.trimEnd().split('\n').length).toBe(log.places.length);
});

const gcLines = [
  ...new Set(files.flatMap((file) => linesOf(file).filter((line) => line.startsWith('gc ')))),
  // Go 1.26, runtime/mgc.go, gcMarkTermination.
  'gc 9 @12.004s 1% (checking for goroutine leaks): 0.1+3.1+0.01 ms clock, 0.2+0/3/0+0.02 ms cpu, 16->16->8 MB, 32 MB goal, 0 MB stacks, 1 MB globals, 8 P (forced)',
];
const otherLines = files.flatMap((file) =>
  linesOf(file).filter((line) => /^(?:scav|init|scvg|forced)/.test(line)),
);

describe('damage', () => {
  const parse = (line: string): unknown[] =>
    [parseGcTrace(line), parseScavTrace(line), parseInitTrace(line)].filter(
      (each) => typeof each === 'object',
    );

  test('a line that is cut has no value, but where only its last mark is missing', () => {
    for (const line of [...gcLines, ...otherLines])
      for (let length = 0; length < line.length; length++) {
        const isMarkCut =
          /(?: P| util| allocs| released) ?$/.test(line.slice(0, length)) ||
          /\(MB\)/.test(line.slice(0, length));
        if (!isMarkCut) expect(parse(line.slice(0, length)), line.slice(0, length)).toEqual([]);
      }
  });

  test('two lines that were written into one another are damaged, or are one of them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...gcLines), fc.constantFrom(...gcLines), fc.nat(200), (one, other, at) => {
        const found = parseGcTrace(one.slice(0, at) + other + one.slice(at));
        if (typeof found === 'object') expect([parseGcTrace(one), parseGcTrace(other)]).toContainEqual(found);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  'gc 12 pods deleted',
  'the gc 3 @ home',
  'init done @5',
  'scav engers 4',
  'mygc 1 @0.003s 0%: 0.003+1.1+0.012 ms clock, 0.007+0.012/0/0.20+0.025 ms cpu, 4->5->4 MB, 5 MB goal, 2 P',
  'pacer: assist ratio=+1.2e+000 (scan 0 MB in 3->4 MB) workers=1++0.000000e+000',
])('is no line of the runtime: %s', (line) => {
  expect([parseGcTrace(line), parseScavTrace(line), parseInitTrace(line)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('what stands before a line does not matter', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...gcLines),
      fc.constantFrom('I0102 15:04:05.000000   1 gc.go:10] ', '{"log":"', '[web] ', 'x: '),
      (line, prefix) => {
        expect(parseGcTrace(prefix + line)).toEqual(parseGcTrace(line));
      },
    ),
  );
});
