/* The truth is what `go tool pprof -top` prints of the profiles that a Go program writes of itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  profileNames,
  takeProfiles,
  type TakenProfiles,
  type TopRow,
  topRows,
} from '../../test/truth/profiles.ts';
import type { ProfileColumns } from '../formats/index.ts';
import {
  filterProfile,
  type Granularity,
  profileDifference,
  profileKindOf,
  ProfileMerger,
  stackKeys,
  stackTotals,
  tagFilter,
  TextPattern,
} from './index.ts';

let taken: TakenProfiles;
let later: TakenProfiles;

beforeAll(() => {
  taken = takeProfiles({ toolchain: 'local' }, 65_536);
  later = takeProfiles({ toolchain: 'local' }, 65_536);
});

afterAll(() => {
  taken[Symbol.dispose]();
  later[Symbol.dispose]();
});

describe.each(profileNames)('%s', (name) => {
  test('is told by its sample types', () => {
    expect(profileKindOf(taken.read(name))).toBe(name);
  });

  test('by function, the same as go tool pprof -top', () => {
    const profile = taken.read(name);
    const column = profile.sampleTypes.length - 1;
    expect(ourRows(profile, 'functions', column)).toEqual(
      topRows('functions', profile.sampleTypes[column], taken.path(name)),
    );
  });
});

test('by line, and every value of a heap profile', () => {
  const profile = taken.read('heap');
  for (const column of [1, 2]) {
    expect(ourRows(profile, 'lines', column)).toEqual(
      topRows('lines', profile.sampleTypes[column], taken.path('heap')),
    );
  }
});

describe('sums and differences', () => {
  test('two profiles added up are what go tool pprof makes of both', () => {
    for (const name of ['heap', 'mutex'] as const) {
      const merger = new ProfileMerger();
      merger.add(taken.read(name));
      merger.add(later.read(name));
      const sum = merger.result();
      if (sum === undefined) throw new Error('nothing was added');
      expect(ourRows(sum, 'lines', 1)).toEqual(
        topRows('lines', sum.sampleTypes[1], taken.path(name), later.path(name)),
      );
    }
  });

  test('of a profile and itself nothing is left', () => {
    const profile = taken.read('goroutine');
    expect(profileDifference(profile, profile)?.samples.count).toBe(0);
  });

  test('the difference is what go tool pprof -base shows', () => {
    const difference = profileDifference(taken.read('heap'), later.read('heap'));
    if (difference === undefined) throw new Error('not comparable');
    const truth = topRows(
      'functions',
      { type: 'alloc_space', unit: 'bytes' },
      '-base',
      taken.path('heap'),
      later.path('heap'),
    );
    expect(nonZero(ourRows(difference, 'functions', 1))).toEqual(nonZero(truth));
  });

  test('profiles that count other things are not added', () => {
    const merger = new ProfileMerger();
    merger.add(taken.read('heap'));
    expect(merger.accepts(taken.read('cpu'))).toBe(false);
    expect(profileDifference(taken.read('cpu'), taken.read('heap'))).toBeUndefined();
  });
});

describe('filters', () => {
  const bytes = { type: 'alloc_space', unit: 'bytes' };

  test.each([
    { focus: 'strings\\.' },
    { ignore: 'fillMaps|growMap' },
    { focus: 'main\\.go', ignore: 'Builder' },
    { focus: '(?i)GARBAGE$|^main\\.记录' },
    { focus: '/strings/builder\\.go$' },
    { focus: '(main|strings)\\.\\(?\\*?[A-Z]\\w+' },
  ])('$focus $ignore', ({ focus, ignore }) => {
    const kept = filterProfile(taken.read('heap'), {
      ...(focus === undefined ? {} : { focus: new TextPattern(focus) }),
      ...(ignore === undefined ? {} : { ignore: new TextPattern(ignore) }),
    });
    const words = [
      ...(focus === undefined ? [] : [`-focus=${focus}`]),
      ...(ignore === undefined ? [] : [`-ignore=${ignore}`]),
    ];
    expect(kept.samples.count).toBeGreaterThan(0);
    expect(ourRows(kept, 'functions', 1)).toEqual(topRows('functions', bytes, ...words, taken.path('heap')));
  });

  test.each([
    { name: 'goroutine', filter: 'worker:1' },
    { name: 'goroutine', filter: 'worker=^1$' },
    { name: 'goroutine', filter: 'worker:0,值' },
    { name: 'cpu', filter: 'phase=maps,none' },
    { name: 'heap', filter: 'bytes=48kb:64kb' },
    { name: 'heap', filter: 'bytes=:1kb' },
  ] as const)('-tagfocus=$filter of $name', ({ name, filter }) => {
    const kept = filterProfile(taken.read(name), { tags: tagFilter(filter) });
    const column = name === 'goroutine' ? 0 : 1;
    expect(kept.samples.count).toBeGreaterThan(0);
    expect(nonZero(ourRows(kept, 'functions', column))).toEqual(
      nonZero(topRows('functions', kept.sampleTypes[column], `-tagfocus=${filter}`, taken.path(name))),
    );
  });
});

function ourRows(profile: ProfileColumns, granularity: Granularity, column: number): Map<string, TopRow> {
  const keys = stackKeys(profile, granularity);
  const { flat, cum, width } = stackTotals(profile, keys);
  const rows = new Map<string, TopRow>();
  const { samples } = profile;
  const isMet = new Set<number>();
  // pprof has no row for what only samples without a value have on their stacks.
  for (let sample = 0; sample < samples.count; sample++) {
    if (samples.values[sample * width + column] === 0) continue;
    for (const place of samples.stackLocations.subarray(
      samples.stackStarts[sample],
      samples.stackStarts[sample + 1],
    )) {
      const { lineStarts } = profile.locations;
      for (let line = lineStarts[place]; line < lineStarts[place + 1]; line++) isMet.add(keys.ofLine[line]);
    }
  }
  for (const key of isMet) {
    const place = granularity === 'lines' ? ` ${keys.file(key)}:${keys.line(key)}` : '';
    rows.set(`${keys.name(key)}${place}`, {
      flat: flat[key * width + column],
      cum: cum[key * width + column],
    });
  }
  return rows;
}

function nonZero(rows: Map<string, TopRow>): Map<string, TopRow> {
  return new Map([...rows].filter(([, { flat, cum }]) => flat !== 0 || cum !== 0));
}
