import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type DeadGoroutine,
  everythingResident,
  type GoroutineSurvey,
  openFunctions,
  readGoroutines,
  readSpans,
  surveyGoroutines,
} from '../index.ts';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { isStandard } from './standing-place.ts';
import type { TracedGoroutine } from './testdata/traceback.ts';
import { type LiveImage, lookAndTrace } from './testdata/traced-process.ts';

const program = path.join(import.meta.dirname, 'testdata/parked.go');
const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped PIE', { flags: ['-ldflags=-s -w', '-buildmode=pie'] }],
  ['Go 1.21', { toolchain: 'go1.21.13' }],
];

function survey({ image, runtime, diagnostics }: LiveImage): GoroutineSurvey {
  const { memory, monotonicNs: nowNs } = image;
  const spans = readSpans(runtime, memory, diagnostics);
  const dead: DeadGoroutine[] = [];
  const goroutines = readGoroutines(runtime, memory, image.threads, diagnostics, (each) => dead.push(each));
  const functions = openFunctions(runtime, memory);
  return surveyGoroutines({
    runtime,
    functions,
    memory,
    spans,
    goroutines,
    dead,
    residency: everythingResident,
    nowNs,
  });
}

/** The first frame of the program in a traceback. */
function standing({ frames }: TracedGoroutine): string {
  const own = frames.find(({ name }) => name.startsWith('main.'));
  return own ? `${own.name} ${own.place}` : '';
}

describe.each(variants)('the goroutines of %s', (_, options) => {
  test('stand where the runtime says', async () => {
    const { seen, traced } = await lookAndTrace([buildGo(program, options)], survey);
    const places = new Map(
      seen.groups.flatMap(({ examples, standsIn, standsAt }) =>
        examples.map((id) => [id, `${standsIn} ${standsAt}`] as const),
      ),
    );
    let compared = 0;
    for (const goroutine of traced) {
      const place = places.get(goroutine.id);
      const expected = standing(goroutine);
      if (place === undefined || expected === '' || goroutine.state === 'running') continue;
      expect([goroutine.id, place]).toEqual([goroutine.id, expected]);
      compared++;
    }
    expect(compared).toBeGreaterThan(8);
    // The first that is traced is the one that handles the signal, which has id 0.
    expect(seen.count).toBe(traced.filter(({ id }) => id > 0).length);
  });
});

test('stacks and g structs of ten thousand goroutines of one kind are summed in one group', async () => {
  let seen: GoroutineSurvey | undefined;
  await inspectGo(buildGo(program), (live) => (seen = survey(live)), { MANY: '1' });
  const [first] = seen?.groups ?? [];
  expect(first).toMatchObject({ count: 10_000, state: 'chan receive', isSystem: false });
  expect(first.standsIn).toMatch(/^main\./);
  expect(first.stackResidentBytes).toBe(first.stackReservedBytes);
  expect(first.structBytes % 10_000).toBe(0);
  expect(first.structBytes / 10_000).toBeGreaterThan(400);
});

test.each([
  ['runtime.gopark', true],
  ['net/http.(*persistConn).readLoop', true],
  ['internal/poll.(*FD).Read', true],
  ['sync.(*Map).Range', true],
  ['slices.SortFunc[go.shape.[]example.com/a.T]', true],
  ['main.worker', false],
  ['main.(*srv).serve.func1', false],
  ['example.com/a/b.(*C).d', false],
  ['shop/cart.Add', false],
  ['golang.org/x/sync/errgroup.(*Group).Go.func1', false],
])('%s is of the standard library: %s', (name, expected) => {
  expect(isStandard(name, 'shop')).toBe(expected);
});
