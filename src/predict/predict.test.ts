import { describe, expect, test } from 'vitest';
import { newestGoLine, parseGoLine, predict, PredictError, versionSteps } from './index.ts';

const mebibyte = 2 ** 20;

function bytesAt(expression: string, go: string): Record<string, number> {
  const forecast = predict(expression, { entries: 1_000_000, deleted: 'all', line: parseGoLine(go) });
  if (forecast.kind !== 'map') throw new Error('not a map');
  return Object.fromEntries(
    forecast.prediction.stages.map((stage) => [
      stage.stage,
      Math.round((stage.bytes.mean + stage.boxedBytes) / mebibyte),
    ]),
  );
}

// MiB that Go programs measured with runtime.ReadMemStats after a collection: the emptied map of a million entries.
describe('a million entries, all deleted', () => {
  test.each([
    ['map[int][128]byte', '1.23', 293, 293],
    ['map[int]*[128]byte', '1.23', 38, 38],
    ['map[int][128]byte', '1.26', 287, 287],
    ['map[int]*[128]byte', '1.26', 36, 36],
  ])('%s on Go %s', (expression, go, filled, deleted) => {
    const bytes = bytesAt(expression, go);
    expect(Math.abs(bytes['filled'] - filled)).toBeLessThanOrEqual(3);
    expect(Math.abs(bytes['deleted'] - deleted)).toBeLessThanOrEqual(3);
    expect(bytes['rebuilt']).toBe(0);
  });

  test('values over 128 bytes go with the delete, the slots of their pointers stay', () => {
    const bytes = bytesAt('map[int][129]byte', '1.23');
    expect(bytes['filled']).toBeGreaterThan(150);
    expect(bytes['deleted']).toBeLessThan(40);
  });
});

test('pointers to large values are suggested, with their price, where entries are deleted', () => {
  const forecast = predict('map[int][128]byte', {
    entries: 1_000_000,
    deleted: 'all',
    line: newestGoLine,
  });
  if (forecast.kind !== 'map') throw new Error('not a map');
  expect(forecast.suggestions.map(({ id }) => id)).toContain('pointer-values');
  const kept = predict('map[int][128]byte', { entries: 1_000_000, line: newestGoLine });
  if (kept.kind !== 'map') throw new Error('not a map');
  expect(kept.suggestions.map(({ id }) => id)).not.toContain('pointer-values');
  expect(forecast.suggestions[0]).toMatchObject({ type: 'map[int]*[128]uint8', objects: 1_000_000 });
});

test('named types come from a Go file, and structs say what their padding costs', () => {
  const source = 'package app\ntype Session struct { ok bool; id int64; done bool }\n';
  const options = { entries: 10, line: newestGoLine, source };
  expect(predict('map[string]Session', options)).toMatchObject({
    kind: 'map',
    type: 'map[string]app.Session',
  });
  const value = predict('Session', options);
  if (value.kind !== 'value') throw new Error('not a value');
  expect(value).toMatchObject({ slotBytes: 24, bytes: 240 });
  expect(value.layout.struct).toMatchObject({ paddingBytes: 14, best: { size: 16 } });
});

test('where padding is lost the smaller struct is suggested, for maps and slices', () => {
  const source = 'package app\ntype Session struct { ok bool; id int64; done bool }\n';
  const options = { entries: 1000, line: newestGoLine, source };
  for (const expression of ['map[string]Session', '[]Session', 'map[Session]int']) {
    const forecast = predict(expression, options);
    if (forecast.kind === 'value') throw new Error('a value');
    expect(forecast.suggestions.find(({ id }) => id === 'field-order')?.struct).toEqual({
      name: 'app.Session',
      size: 24,
      bestSize: 16,
      fields: ['id int64', 'ok bool', 'done bool'],
    });
  }
  const tight = predict('map[string]struct{ id int64; ok bool }', options);
  const ids = tight.kind === 'map' ? tight.suggestions.map(({ id }) => id) : [];
  expect(ids).not.toContain('field-order');
});

test('a channel is its header and its buffer', () => {
  expect(predict('chan int', { entries: 10, line: newestGoLine })).toMatchObject({
    slotBytes: 112,
    bytes: 1120,
    buffer: 0,
  });
  expect(predict('<-chan string', { entries: 1, hint: 100, line: newestGoLine })).toMatchObject({
    slotBytes: 1904,
    buffer: 100,
  });
});

test('a step that was just taken is told', () => {
  const behind = (entries: number): unknown => {
    const forecast = predict('map[int]int', { entries, line: parseGoLine('1.23') });
    return forecast.kind === 'map' ? forecast.prediction.cliffs.behind?.entries : undefined;
  };
  // 6.5 entries a bucket: 2^17 buckets take 851,968.
  expect([851_968, 851_969, 1_000_000, 1_100_000].map(behind)).toEqual([
    undefined,
    851_969,
    851_969,
    undefined,
  ]);
});

test('changes between versions', () => {
  const steps = (...names: string[]): string[] =>
    versionSteps(names.map(parseGoLine)).map(({ to, changes }) => `${to.minor}: ${changes.join(' ')}`);
  expect(steps('1.26', '1.18')).toEqual(['26: malloc-header swiss pruning']);
  expect(steps('1.20', '1.21', '1.22')).toEqual(['21: load-factor-6', '22: load-factor-6.5 malloc-header']);
  expect(steps('1.23', '1.24-noswissmap')).toEqual(['24: larger-header']);
  expect(steps('1.24', '1.24-noswissmap')).toEqual(['24: swiss']);
  expect(steps('1.25', '1.26')).toEqual([]);
});

test.each([
  ['map[[]byte]int', /col 5: invalid map key type \[\]byte/],
  ['map[string]map[func()]int', /col 16: invalid map key type func\(\)/],
  ['map[string]\tstruct{ a map[any]int; b map[[]int]int }', /col 42: invalid map key type \[\]int/],
  ['map[string]chan [70000]byte', /col 12: channel element type too large/],
  ['map[int', /col 8: expected ']'/],
  ['', /expected a type/],
  ['map[string]Sesion', /Sesion/],
])('%s is refused in one line', (expression, message) => {
  const attempt = (): unknown => predict(expression, { entries: 1, line: newestGoLine });
  expect(attempt).toThrow(PredictError);
  expect(attempt).toThrow(message);
  expect(() => parseGoLine('1.99')).toThrow(/no Go version/);
  expect(() => predict('map[int]int', { entries: 2 ** 52, line: newestGoLine })).toThrow(/do not fit/);
});

test('a slice grows as append makes it grow', () => {
  const forecast = predict('[]int', { entries: 1000, line: newestGoLine });
  if (forecast.kind !== 'slice') throw new Error('not a slice');
  expect(forecast.prediction.capacities).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280]);
});

test('a problem in the file is told where it stands there', () => {
  const source = 'package app\n\ntype Frame struct {\n\tbuf [Missing]byte\n}\n';
  const attempt = (): unknown => predict('map[string]Frame', { entries: 1, line: newestGoLine, source });
  expect(attempt).toThrow(
    "'map[string]Frame': app.Frame (line 4, col 7 of the file): undefined array length Missing",
  );
});

test('notes hang on how keys are compared and how many there can be', () => {
  const notes = (expression: string, entries: number): readonly string[] => {
    const forecast = predict(expression, { entries, deleted: 'all', line: newestGoLine });
    return forecast.kind === 'map' ? forecast.prediction.notes : [];
  };
  for (const key of ['int', 'string', 'uint32'])
    expect(notes(`map[${key}]int`, 100)).toContain('tombstones-pruned');
  for (const key of ['float64', 'any', '*int', 'int16']) {
    expect(notes(`map[${key}]int`, 100)).toContain('tombstones-not-pruned');
  }
  expect(notes('map[uint8]int', 256)).not.toContain('more-than-keys');
  expect(notes('map[uint8]int', 257)).toContain('more-than-keys');
  expect(notes('map[struct{}]int', 2)).toContain('more-than-keys');
  expect(notes('map[float32]int', 2 ** 33)).not.toContain('more-than-keys');
});

test('more cannot be deleted than there is', () => {
  const attempt = (): unknown => predict('map[int]int', { entries: 10, deleted: 11, line: newestGoLine });
  expect(attempt).toThrow('of 10 entries, 11 cannot be deleted; ask for fewer, or for all');
});
