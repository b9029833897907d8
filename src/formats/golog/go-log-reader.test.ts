import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../testdata/go-binary.ts';
import { type CollectedLog, collectLog, outputOf } from '../testdata/go-log.ts';
import { unwrapLine } from './log-prefix.ts';
import { longestLine } from './text-lines.ts';

const recorded = fs.readFileSync(
  path.join(import.meta.dirname, '..', 'godebug', 'testdata', 'go1.20.14.log'),
  'utf8',
);
const waiting = outputOf(buildGo({ program: 'waiting', toolchain: 'local' }), '2').stdout;
const dying = outputOf(
  buildGo({
    program: 'dying',
    toolchain: 'local',
    // With cgo the runtime sees no deadlock.
    environment: { CGO_ENABLED: '0' },
  }),
  'deadlock',
).stderr;
const text = `${recorded}${waiting}\n${dying}`;

function contentOf({ counts: _counts, places: _places, ...content }: CollectedLog): unknown {
  return content;
}

const moment = '2026-11-21T10:00:00.123456789Z';
const momentMs = Date.UTC(2026, 10, 21, 10, 0, 0, 123);

/** How collectors, container runtimes and loggers write a line, what source it is of, and whether they tell a moment. */
const wrappers: readonly (readonly [string, (line: string) => string, string, boolean])[] = [
  ['nothing', (line) => line, '', false],
  ['CRI', (line) => `${moment} stderr F ${line}`, '', true],
  [
    'CRI in parts',
    (line) =>
      line
        .replace(/^(.{30})(.+)$/, `${moment} stderr P $1\n${moment} stderr F $2`)
        .replace(/^(?!2026)/, `${moment} stderr F `),
    '',
    true,
  ],
  ['kubectl --timestamps', (line) => `${moment} ${line}`, '', true],
  ['kubectl --prefix', (line) => `[pod/web-5d/app] ${line}`, '[pod/web-5d/app]', false],
  ['kubectl --prefix --timestamps', (line) => `[pod/web-5d/app] ${moment} ${line}`, '[pod/web-5d/app]', true],
  ['docker compose', (line) => `web-1  | ${line}`, 'web-1', false],
  [
    'docker json-file',
    (line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: moment }),
    '',
    true,
  ],
  [
    'a JSON logger',
    (line) => JSON.stringify({ ts: moment, level: 'error', pod: 'web-5d', msg: line }),
    'web-5d',
    true,
  ],
  // encoding/json escapes the arrows of gctrace.
  ['log/slog', (line) => JSON.stringify({ time: moment, msg: line }).replaceAll('>', '\\u003e'), '', true],
  [
    'JSON, careless',
    (line) => `{"message":"${line.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\t', '\\t')}"}`,
    '',
    false,
  ],
  ['journalctl', (line) => `Nov 21 10:00:00 node-7 web[812]: ${line}`, 'node-7 web[812]: ', false],
  [
    'journalctl -o short-iso',
    (line) => `2026-11-21T10:00:00+00:00 node-7 web[812]: ${line}`,
    'node-7 web[812]: ',
    true,
  ],
  ['package log', (line) => `2026/11/21 10:00:00 ${line}`, '', false],
  ['colours', (line) => `\u001B[31m${line}\u001B[0m`, '', false],
  ['CRLF', (line) => `${line}\r`, '', false],
];

describe('a log is the same in whatever it is wrapped', () => {
  const plain = collectLog(text);

  test('there is something in it', () => {
    expect(plain.collections.length).toBe(7);
    expect(plain.goroutines.length).toBeGreaterThan(160);
    expect(plain.fatals.length).toBe(1);
  });

  test.each(wrappers)('%s', (_name, wrap, source, hasMoment) => {
    const wrapped = text
      .trimEnd()
      .split('\n')
      .map((line) => wrap(line))
      .join('\n');
    const log = collectLog(wrapped);
    expect(contentOf(log)).toEqual(contentOf(plain));
    expect(new Set(log.places.map((place) => place.source.trim()))).toEqual(new Set([source.trim()]));
    expect(log.places.every((place) => (place.atMs === undefined) === !hasMoment)).toBe(true);
  });

  test('a moment is the one that the prefix says', () => {
    expect(unwrapLine(`${moment} stderr F x`)).toEqual({
      source: '',
      text: 'x',
      atMs: momentMs,
      isPartial: false,
    });
    expect(unwrapLine('2026-11-21 12:00:00,123 +0200 x').atMs).toBe(momentMs);
    expect(unwrapLine('2026-11-21T10:00:00 x').atMs).toBeUndefined();
  });

  test('a whole dump in one JSON line', () => {
    const line = JSON.stringify({ level: 'error', msg: waiting });
    expect(contentOf(collectLog(line))).toEqual(contentOf(collectLog(waiting)));
  });

  test('a panic that was recovered and logged in fields', () => {
    const stack = 'goroutine 7 [running]:\nmain.put(0x1)\n\t/src/a.go:16 +0x1\n';
    const line = JSON.stringify({
      level: 'error',
      msg: 'panic recovered',
      error: 'assignment to entry in nil map',
      stack,
    });
    const log = collectLog(`${line}\n${line}\n`);
    expect(log.fatals.map(({ kind }) => kind)).toEqual(['nil-map', 'nil-map']);
    expect(log.goroutines.map(({ frames }) => frames[0].position?.line)).toEqual([16, 16]);
  });

  test('pieces of any length', () => {
    for (const length of [1, 7, 4096]) expect(contentOf(collectLog(text, length))).toEqual(contentOf(plain));
  });

  test('two pods in turns', () => {
    const lines = text.trimEnd().split('\n');
    const both = lines.flatMap((line) => [`[pod/a/app] ${line}`, `[pod/b/app] ${line}`]).join('\n');
    const log = collectLog(both);
    for (const pod of ['a', 'b']) {
      const mine = log.places.filter(({ source }) => source === `[pod/${pod}/app]`).length;
      expect(mine).toBe(plain.places.length);
    }
  });
});

describe('damage', () => {
  test('a line without end is cut, and what follows it is read', () => {
    const line = `gc 1 ${'x'.repeat(3 * longestLine)}`;
    const log = collectLog(`${line}\n${recorded}`);
    expect(log.counts.cutCount).toBe(1);
    expect(log.collections.length).toBe(7);
    expect(collectLog('x'.repeat(3 * longestLine)).counts.cutCount).toBe(1);
  });

  test.each([
    ['panic '],
    ['{"msg":"panic'],
    ['gc 1 @1.000s 1%: '],
    ['goroutine 1 [x'],
    ['main.f(('],
    ['oom-kill:constraint=a,'],
    ['init a @1 ms, '],
    ['scav 1 KiB work, '],
    ['memory: usage 1kB, '],
    ['\u001B['],
    ['\\"'],
  ])('a line of a mebibyte of %j is read in linear time', (beginning) => {
    const line = beginning.repeat(longestLine / beginning.length);
    // Would take hours, were it not.
    const log = collectLog(`goroutine 1 [x]:\n${line}\n{"log":"gc ${line}\n${recorded}`);
    expect(log.collections.length).toBe(7);
  });

  test('binary junk between lines costs those lines alone', () => {
    const lines = recorded.trimEnd().split('\n');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(lines.length), (junk, at) => {
        const bytes = Buffer.concat([
          Buffer.from(
            lines
              .slice(0, at)
              .map((line) => `${line}\n`)
              .join(''),
          ),
          junk,
          Buffer.from(`\n${lines.slice(at).join('\n')}`),
        ]);
        expect(collectLog(bytes).collections).toEqual(collectLog(recorded).collections);
      }),
      { numRuns: 200 },
    );
  });

  test('lines of the application between those of a dump cost nothing', () => {
    const lines = waiting.split('\n').slice(0, 400);
    const plain = collectLog(lines.join('\n')).goroutines;
    const said = [
      'level=info msg="request done" status=200',
      '[GIN] 200 | 1.2ms | GET /things',
      '{"level":"info","msg":"ok (fine)"}',
      'dial tcp 10.0.0.1:80',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(lines.length - 1), fc.constantFrom(...said)), { maxLength: 80 }),
        (inserted) => {
          const mixed = lines.flatMap((line, place) => [
            ...inserted.filter(([where]) => where === place).map(([, words]) => words),
            line,
          ]);
          expect(collectLog(mixed.join('\n')).goroutines).toEqual(plain);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a text cut anywhere has no more than the whole', () => {
    const whole = collectLog(text);
    fc.assert(
      fc.property(fc.nat(text.length), (length) => {
        const log = collectLog(text.slice(0, length));
        expect(log.goroutines.length).toBeLessThanOrEqual(whole.goroutines.length);
        // The last one may lack its end.
        expect(log.goroutines.slice(0, -1)).toEqual(
          whole.goroutines.slice(0, Math.max(0, log.goroutines.length - 1)),
        );
        expect(log.collections).toEqual(whole.collections.slice(0, log.collections.length));
      }),
      { numRuns: 100 },
    );
  });

  test('changed bytes never crash it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(dying.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 }),
        (changes) => {
          const bytes = Buffer.from(text.slice(-30_000));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const log = collectLog(bytes);
          expect(
            log.goroutines.every(({ id, frames }) => Number.isSafeInteger(id) && frames.length <= 128),
          ).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('an application that talks of the runtime is not the runtime', () => {
    const log = collectLog(
      [
        'INFO gc 3 finished',
        'panic button pressed',
        'goroutine 7 [is this one?]',
        'out of memory cards',
        '{"msg":"fatal error handling improved"}',
        'WARNING: DATA',
        '3 @ 0x1 0x2',
        'goroutine profile: total many',
      ].join('\n'),
    );
    expect(log.places).toEqual([]);
  });
});
