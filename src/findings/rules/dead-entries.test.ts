import { describe, expect, test } from 'vitest';
import type { ValueField } from '../../image/index.ts';
import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import { headline } from '../headline.ts';
import { surveyMaps } from '../survey/survey.ts';
import { MadeMaps } from '../testdata/made-maps.ts';
import { madeField, MadeValues } from '../testdata/made-values.ts';
import type { MapValuesEvidence } from '../values/value-evidence.ts';
import type { CensusEvidence } from './evidence.ts';
import { judge } from './judge.ts';

const mebibyte = 2 ** 20;
const nowMs = Date.UTC(2030, 0, 1);
const dayMs = 86_400_000;
const count = 1000;
const share = (percent: number) => (entry: number) => (entry % 100 < percent ? 1 : 0);

function evidenceOf(values: readonly MapValuesEvidence[], goMinor: number): CensusEvidence {
  const table = new MadeMaps([]);
  return {
    totalBytes: 400 * mebibyte,
    heapBytes: 350 * mebibyte,
    goMinor,
    mapKind: 'swiss',
    incomplete: false,
    survey: surveyMaps(table, 20),
    values,
    holders: undefined,
    recordOf: (index) => table.record(index),
    inlineElemBytesOf: () => 0,
    groupKeyOf: () => '',
  };
}

interface Made extends Partial<MapValuesEvidence> {
  readonly goMinor?: number;
  readonly language?: Language;
  /** Of which `count` are read. */
  readonly entryCount?: number;
}

function judged(fields: readonly ValueField[], made: Made = {}): Finding[] {
  const { goMinor = 26, language = 'en', entryCount = count, ...more } = made;
  const looked: MapValuesEvidence = {
    where: 'main.srv.sessions',
    type: 'map[string]*main.Session',
    holders: ['main.srv.sessions'],
    maps: 1,
    values: new MadeValues(fields, entryCount, (300 * mebibyte) / entryCount),
    nowMs,
    hidesNumbers: false,
    ...more,
  };
  return judge(evidenceOf([looked], goMinor), language).filter(({ id }) => id === 'map-dead-entries');
}

describe('entries that are over', () => {
  test('closed = true is told with its share, its bytes and a loop that sweeps', () => {
    const fields = [
      madeField('closed', 'bool', count, share(83)),
      madeField('isAdmin', 'bool', count, share(90)),
    ];
    const [finding, ...others] = judged(fields);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'high',
      where: 'main.srv.sessions',
      bytes: 249 * mebibyte,
      reclaimableBytes: 249 * mebibyte,
      evidence: {
        field: 'closed',
        says: 'true',
        share: 0.83,
        shareLow: 0.83,
        shareHigh: 0.83,
        errorBytes: 0,
      },
    });
    expect(finding.detail).toBe(
      '83% of 1,000 entries of main.srv.sessions (map[string]*main.Session) have closed = true (all were read). ' +
        'Those entries hold 249 MiB.',
    );
    expect(finding.remedy).toContain('if value.closed {\n            delete(srv.sessions, key)');
    expect(finding.remedy).toContain('maps.DeleteFunc');
    expect(judged(fields, { goMinor: 20 })[0].remedy).not.toContain('maps.DeleteFunc');
    expect(judged(fields, { language: 'zh' })[0].detail).toContain('83% 的 closed = true（已全部读取）');
  });

  test('it is the answer where nothing weighs more', () => {
    const values = new MadeValues(
      [madeField('closed', 'bool', count, share(83))],
      count,
      (300 * mebibyte) / count,
    );
    const looked = {
      where: 'main.a',
      type: 'map[int]int',
      holders: [],
      maps: 1,
      values,
      nowMs,
      hidesNumbers: false,
    };
    const evidence = evidenceOf([looked], 26);
    const findings = judge(evidence, 'en');
    expect(findings.map(({ id }) => id)).toEqual(['map-dead-entries']);
    expect(headline(evidence, findings, 'en')).toBe(
      'main.a (map[int]int) holds 249 MiB of 400 MiB for entries that are over; deleting them and a rebuild give it back.',
    );
  });

  test('of a sample the interval and the error are told', () => {
    const [finding] = judged([madeField('closed', 'bool', count, share(83))], { entryCount: 1_000_000 });
    expect(finding.detail).toContain('(95% interval 80.5% – 85.2%, from 1,000 read at random)');
    expect(finding.detail).toContain('hold 249 MiB ± 5.0 MiB');
  });

  test.each<[string, ValueField, string]>([
    ['an atomic', madeField('closed', 'bool', count, share(60), { isAtomic: true }), 'value.closed.Load()'],
    ['a number', madeField('closed', 'int', count, share(60)), 'value.closed != 0'],
    ['what is false', madeField('isAlive', 'bool', count, (entry) => 1 - share(60)(entry)), '!value.isAlive'],
    [
      'a moment that is past',
      madeField('expiresAt', 'time', count, (entry) => nowMs + (share(60)(entry) ? -dayMs : dayMs)),
      'time.Now().After(value.expiresAt)',
    ],
    ['a context', madeField('ctx', 'context', count, share(60)), 'value.ctx.Err() != nil'],
    [
      'a connection',
      madeField('conn', 'connection', count, share(60)),
      'isOver(value) /* the entry is over: have conn closed */',
    ],
    ['what ran once', madeField('closeOnce', 'once', count, share(60)), 'isOver(value)'],
  ])('%s', (_, field, condition) => {
    const [finding] = judged([field]);
    expect(finding).toMatchObject({ severity: 'high', evidence: { share: 0.6 } });
    expect(finding.remedy).toContain(condition);
  });

  test('what can be true of healthy entries is low at most, and from half of them on', () => {
    expect(judged([madeField('done', 'bool', count, share(90))])[0].severity).toBe('low');
    expect(judged([madeField('done', 'bool', count, share(49))])).toEqual([]);
    const unused = madeField(
      'lastSeen',
      'time',
      count,
      (entry) => nowMs - (share(70)(entry) ? 2 * dayMs : 60_000),
    );
    expect(judged([unused])[0]).toMatchObject({ severity: 'low', evidence: { says: 'unused', share: 0.7 } });
  });

  test('a number that most share is told without a claim, and not at all where numbers are hidden', () => {
    const state = madeField('state', 'int', count, (entry) => (share(80)(entry) ? 3 : entry % 3));
    const [finding] = judged([state]);
    expect(finding).toMatchObject({ severity: 'low', bytes: 240 * mebibyte, reclaimableBytes: 0 });
    expect(finding.detail).toContain('80% of 1,000 entries');
    expect(finding.detail).toContain('have state = 3');
    const [hidden] = judged([state], { hidesNumbers: true });
    expect(hidden.detail).toContain('share one state (');
    expect(JSON.stringify(hidden)).not.toMatch(/state ?=/);
  });

  test('the surest field is told, and the others beside it', () => {
    const fields = [
      madeField('done', 'bool', count, share(95)),
      madeField('closed', 'bool', count, share(50)),
      madeField('conn', 'connection', count, share(48)),
    ];
    const [finding] = judged(fields);
    expect(finding.evidence).toMatchObject({ field: 'closed', field2: 'conn', field3: 'done' });
    expect(finding.detail).toContain('Also: 48% have conn closed; 95% have done = true.');
  });
});

describe('nothing is said', () => {
  test.each<[string, ValueField]>([
    ['of roles', madeField('isAdmin', 'bool', count, share(90))],
    ['of a few that ended', madeField('closed', 'bool', count, share(20))],
    ['of the state of healthy work', madeField('state', 'int', count, (entry) => (share(95)(entry) ? 2 : 3))],
    ['of one state', madeField('status', 'int', count, () => 3)],
    ['of a status code', madeField('statusCode', 'int', count, () => 500)],
    ['of what expires later', madeField('expiresAt', 'time', count, () => nowMs + dayMs)],
    [
      'of an expiry that was never set',
      madeField('expiresAt', 'time', count, () => Number.NEGATIVE_INFINITY),
    ],
    ['of an expiry in 1970', madeField('expiresAt', 'time', count, () => 0)],
    ['of what was made long ago', madeField('createdAt', 'time', count, () => nowMs - 1000 * dayMs)],
    [
      'of an object that the entries share',
      madeField('parent.closed', 'bool', count, () => 1, { isShared: true }),
    ],
    ['of where nothing is known', madeField('conn', 'connection', count, () => Number.NaN)],
    ['of a counter', madeField('closed', 'int', count, (entry) => entry)],
  ])('%s', (_, field) => expect(judged([field])).toEqual([]));

  test('of times where no clock is known', () => {
    const field = madeField('expiresAt', 'time', count, () => nowMs - dayMs);
    expect(judged([field], { nowMs: undefined })).toEqual([]);
  });

  test('of bytes that the error bar could be', () => {
    const values = new MadeValues([madeField('closed', 'bool', count, share(83))], 1e6, 1);
    expect(judged([], { values })).toEqual([]);
  });
});
