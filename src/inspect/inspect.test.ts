import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspect, type Inspection } from './index.ts';
import { GoService } from './testdata/go-service.ts';

/** Swiss maps by the machine's Go, classic ones by the last line that had no others. */
describe.each([
  ['the Go of this machine', undefined],
  ['classic maps', 'go1.23.12'],
])('%s', (_name, toolchain) => {
  let service: GoService;
  let inspection: Inspection;
  beforeAll(async () => {
    service = await GoService.start('filled', toolchain);
    inspection = await inspect(service.pid);
  }, 180_000);
  afterAll(() => {
    inspection.close();
    service.stop();
  });

  test('a look into one map finds every entry', () => {
    const detail = inspection.mapDetail('main.large');
    expect(detail.record).toMatchObject({ type: 'map[int]int', len: 30_000 });
    expect(detail.fillHistogram.reduce((sum, count, entries) => sum + count * entries, 0)).toBe(30_000);
    expect(detail.parts.reduce((sum, part) => sum + part.entries, 0)).toBe(30_000);
    for (const { key, elem } of detail.sample) expect(key).toBe(elem);
    if (inspection.target.mapKind === 'swiss') return;
    const buckets = detail.chainHistogram.reduce((sum, count, place) => sum + count * (place + 1), 0);
    expect(buckets).toBe(detail.fillHistogram.reduce((sum, count) => sum + count, 0));
    expect(detail.chainHistogram.reduce((sum, count) => sum + count, 0)).toBe(detail.record.slots / 8);
  });

  test('entries are shown as Go would print them', () => {
    expect(inspection.mapDetail('main.rows').sample).toEqual([
      { key: '"first"', elem: '{id:-7 ratio:0.5 name:"a \\"quoted\\" name" ok:true}' },
    ]);
    expect(inspection.mapDetail('main.boxed')).toMatchObject({
      keyBoxed: true,
      keyBytes: 130,
      sample: [{ key: '[1 2 3 0 0 0 0 0 …]', elem: '5' }],
    });
  });

  test('a path with an index finds its own map, an address the same', () => {
    const { record, sample } = inspection.mapDetail('main.shards[2].m');
    expect(sample).toEqual([{ key: '2', elem: '2' }]);
    expect(inspection.mapDetail(`0x${record.address.toString(16)}`).record).toEqual(record);
    expect(() => inspection.mapDetail('main.shards[9].m')).toThrow(/no map is held at/);
  });

  test('the iterator gives every map once, the largest first, and a limit cuts it', () => {
    const maps = [...inspection.maps()];
    expect(maps).toHaveLength(inspection.mapCount);
    expect(maps[0]).toMatchObject({ type: 'map[int]int', len: 30_000, holders: ['main.large'] });
    expect([...inspection.maps(3)].map((map) => map.address)).toEqual(
      maps.slice(0, 3).map((map) => map.address),
    );
  });

  test('redacted: no key and no string of the target', async () => {
    using redacted = await inspect(service.pid, { redact: true });
    const text = JSON.stringify([redacted.mapDetail('main.rows'), [...redacted.maps()]]);
    expect(text).not.toMatch(/first|quoted/);
  });
});

test('nothing to read: UnreadableError with a code', async () => {
  await expect(inspect(999_999_999)).rejects.toMatchObject({
    name: 'UnreadableError',
    code: 'no-such-process',
  });
});
