import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { Diagnostics } from '../../../base/index.ts';
import { ProfileDecoder } from '../../../formats/index.ts';
import { type FlameTree, heapColumn } from '../../../profile/index.ts';
import { mapTypeOf, newestGoLine } from '../../../predict/index.ts';
import { inspect } from '../../inspect.ts';
import { buildEndpoint, startEndpoint } from '../../testdata/endpoint-server.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import { type EndpointOptions, readEndpoint } from './read-endpoint.ts';

let binary = '';
beforeAll(async () => {
  binary = buildEndpoint();
});

async function look(
  environment: Record<string, string>,
  options: EndpointOptions = {},
): Promise<EvidenceReport> {
  await using server = await startEndpoint(binary, environment);
  return await readEndpoint(server.url, options);
}

function rowsOf(report: EvidenceReport, id: string): Record<string, unknown>[] {
  const table = report.wordingIn('en').tables.find((each) => each.id === id);
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((value, place) => [table?.columns[place].id, value])),
  );
}

function idsOf(report: EvidenceReport): string[] {
  return report.wordingIn('en').findings.map(({ id }) => id);
}

describe('map bytes by source line', () => {
  test('are what the census of the same process says', async () => {
    await using server = await startEndpoint(binary, { HOLD: 'lines', RATE: '8192' });
    const report = await readEndpoint(server.url, { deep: true });
    using inspection = await inspect(String(server.pid), { graph: false });
    const maps = [...inspection.maps()];
    const rows = rowsOf(report, 'lines');
    const lineOf = (functionName: string, mechanism: string): Record<string, unknown> | undefined =>
      rows.find((row) => row['function'] === functionName && row['mechanism'] === mechanism);
    const censusOf = (type: string): { bytes: number; boxedBytes: number } => {
      const map = maps.find((each) => each.type === type);
      return { bytes: map?.bytes ?? 0, boxedBytes: map?.boxedBytes ?? 0 };
    };
    for (const [functionName, type] of [
      ['main.fillCounts', 'map[int]int'],
      ['main.fillNames', 'map[string][64]uint8'],
      ['main.fillBoxed', 'map[int]main.record'],
    ] as const) {
      const line = lineOf(functionName, 'map-arrays');
      const { bytes, boxedBytes } = censusOf(type);
      expect(bytes).toBeGreaterThan(300_000);
      // Intervals of 99.9 %, so that the test does not fail by chance: 5 samples of noise beside what is printed.
      const slack = 5 * 8192;
      expect(Number(line?.['lowBytes'])).toBeLessThan(bytes + slack);
      expect(Number(line?.['highBytes'])).toBeGreaterThan(bytes - slack);
      if (boxedBytes === 0) continue;
      const boxes = lineOf(functionName, 'map-boxes');
      expect(Number(boxes?.['lowBytes'])).toBeLessThan(boxedBytes * 1.05);
      expect(Number(boxes?.['highBytes'])).toBeGreaterThan(boxedBytes * 0.95);
    }
    expect(lineOf('main.keepSlices', 'map-arrays')).toBeUndefined();
    expect(rows.find((row) => row['function'] === 'main.keepSlices')?.['mechanism']).not.toMatch(/^map/);
    expect(idsOf(report)).not.toContain('map-retained');
  });

  test('an emptied map is told where its boxes bound its entries, and no full one', async () => {
    const emptied = await look({ HOLD: 'boxes', RATE: '65536' });
    const finding = emptied.wordingIn('en').findings.find(({ id }) => id === 'map-retained');
    expect(finding?.where).toMatch(/^main\.fillBoxed \(.*main\.go:\d+\)$/);
    expect(finding?.evidence['mostEntries']).toBeGreaterThanOrEqual(100);
    expect(finding?.reclaimableBytes).toBeLessThan(finding?.bytes ?? 0);
    expect(finding?.severity).not.toBe('low');
    expect(idsOf(await look({ HOLD: 'full-boxes', RATE: '65536' }))).not.toContain('map-retained');
  });

  test('are slots where somebody tells the type', async () => {
    await using server = await startEndpoint(binary, { HOLD: 'lines', RATE: '8192' });
    const { rows, columns } = (await readEndpoint(server.url)).wordingIn('en').tables[0];
    expect(columns.map(({ id }) => id)).not.toContain('slots');
    const line = rows.find((row) => row[1] === 'main.fillCounts')?.[
      columns.findIndex(({ id }) => id === 'lineNumber')
    ];
    const shape = mapTypeOf('map[int]int', { line: newestGoLine });
    const report = await readEndpoint(server.url, { mapTypes: [{ place: `main.go:${line}`, shape }] });
    const [counts, ...others] = rowsOf(report, 'lines').filter((row) => row['slots'] !== null);
    expect([counts['function'], others]).toEqual(['main.fillCounts', []]);
    using inspection = await inspect(String(server.pid), { graph: false });
    const slots = [...inspection.maps()].find(({ type }) => type === 'map[int]int')?.slots ?? 0;
    expect(slots).toBeGreaterThanOrEqual(200_000);
    // An upper bound by what overflow and directories take; 3% for samples beyond the interval.
    expect(Number(counts['lowSlots'])).toBeLessThan(slots * 1.1);
    expect(Number(counts['highSlots'])).toBeGreaterThan(slots * 0.97);
  });

  test('of a generic line the full map of another type is not told', async () => {
    const report = await look({ HOLD: 'generic', RATE: '65536' });
    const bytesOf = (rows: readonly { bytes: number }[]): number =>
      rows.reduce((sum, { bytes }) => sum + bytes, 0);
    const retained = report.wordingIn('en').findings.filter(({ id }) => id === 'map-retained');
    // 17 MiB are of the emptied map, some 100 of the full one.
    expect(bytesOf(retained) / 2 ** 20).toBeGreaterThan(8);
    expect(bytesOf(retained) / 2 ** 20).toBeLessThan(30);
    const arrays = rowsOf(report, 'lines').filter((row) => row['mechanism'] === 'map-arrays');
    expect(Number(arrays[0]['bytes']) / 2 ** 20).toBeGreaterThan(80);
  });

  test('a mounting that takes GET alone names them, too', async () => {
    const report = await look({ HOLD: 'lines', RATE: '8192', GODEBUG: 'httpmuxgo121=0' });
    expect(rowsOf(report, 'lines').filter((row) => row['mechanism'] === 'map-arrays').length).toBeGreaterThan(
      2,
    );
    expect(report.diagnostics).toEqual([]);
  });
});

test('a profile of many stacks is taken as a protobuf, and as text by deep alone', async () => {
  await using server = await startEndpoint(binary, { HOLD: 'stacks', RATE: '1' });
  const keptBytes = (report: EvidenceReport): number =>
    rowsOf(report, 'lines')
      .filter((row) => /^main\.(left|right)$/.test(String(row['function'])))
      .reduce((sum, row) => sum + Number(row['bytes']), 0);
  const cheap = await readEndpoint(server.url);
  expect(cheap.target.goVersion).toMatch(/^go1\.\d+/);
  expect(String(rowsOf(cheap, 'further')[0]['adds'])).toMatch(/costs a GC, 2,\d{3} stacks as text/);
  const deep = await readEndpoint(server.url, { deep: true });
  expect(deep.bytesRead).toBeGreaterThan(cheap.bytesRead * 5);
  // 2 MiB, and the arrays that hold them.
  for (const report of [cheap, deep]) expect(keptBytes(report)).toBeGreaterThanOrEqual(2 * 2 ** 20);
  expect(Math.abs(keptBytes(cheap) - keptBytes(deep))).toBeLessThan(2 ** 18);
  expect([cheap.diagnostics, deep.diagnostics]).toEqual([[], []]);
});

describe('the two-GC test', () => {
  test('knows idle pages from an emptied map', async () => {
    const idle = await look({ HOLD: 'idle' }, { gcTest: true });
    const mebibyte = 2 ** 20;
    expect(idle.facts['collectionTest']).toMatchObject({ verdict: 'idle' });
    const emptied = await look({ HOLD: 'emptied' }, { gcTest: true });
    expect(emptied.facts['collectionTest']).toMatchObject({ verdict: 'live' });
    const [before, after] = [idle, emptied].map(
      (report) => report.facts['collectionTest'] as Record<string, number>,
    );
    expect(before['idleBytes']).toBeGreaterThan(250 * mebibyte);
    // How fast the scavenger is depends on what else the machine does.
    expect(before['idleAfterBytes']).toBeLessThan(before['idleBytes']);
    expect(before['liveBytes']).toBeLessThan(8 * mebibyte);
    expect(after['liveBytes']).toBeGreaterThan(250 * mebibyte);
    expect(idle.wordingIn('en').headline).toMatch(/^Two collections: \d+ MiB of \d+ MiB were idle pages/);
    expect(emptied.wordingIn('zh').headline).toMatch(/^两次 GC 后/);
    expect(idsOf(idle)).toContain('heap-idle');
    expect(rowsOf(emptied, 'lines')[0]).toMatchObject({
      function: 'main.fillEmptied',
      mechanism: 'map-arrays',
    });
  });
});

describe('goroutines', () => {
  test('stand in groups by start, place and reason', async () => {
    const report = await look({ HOLD: 'goroutines' });
    expect(rowsOf(report, 'goroutines')[0]).toMatchObject({
      count: 3000,
      startName: 'main.waitForever',
      standsIn: 'main.waitForever',
      state: 'chan receive',
    });
    const finding = report.wordingIn('en').findings.find(({ id }) => id === 'goroutine-leak');
    expect(finding).toMatchObject({ where: 'main.waitForever', severity: 'medium' });
    expect(finding?.detail).toContain('3,000 goroutines of main.waitForever, wait at main.waitForever');
    expect(finding?.detail).not.toContain('no collection has met them');
  });
});

describe('what is asked', () => {
  test('is found below a prefix, with credentials that nothing tells', async () => {
    const environment = { HOLD: 'lines', PREFIX: '/app/internal', AUTHORIZATION: 'Bearer hush' };
    await using server = await startEndpoint(binary, { ...environment, NOINDEX: '1' });
    const { url } = server;
    await expect(readEndpoint(url)).rejects.toThrow(/wants credentials.*--header/);
    const headers = ['Authorization: Bearer hush'];
    await expect(readEndpoint(url, { headers })).rejects.toThrow(
      /no pprof, expvar or metrics.*write it into the URL/,
    );
    const report = await readEndpoint(`${url}/app/internal/?key=hush`, { headers });
    expect(report.facts['sources']).toEqual(['/app/internal/debug/pprof/', '/app/internal/debug/vars']);
    // Without an index nothing says how large the profiles are: they are left to --deep.
    expect(rowsOf(report, 'further').map((row) => row['option'])).toEqual(['--deep', '--gc-test', '--deep']);
    expect(report.wordingIn('en').ledger).not.toBeNull();
    const told = JSON.stringify([report, report.wordingIn('en'), report.wordingIn('zh')]);
    expect(told).not.toContain('hush');
    const deep = await readEndpoint(`${url}/app/internal/debug/pprof/heap?key=hush`, { headers, deep: true });
    expect(deep.facts['sources']).toEqual(['/app/internal/debug/pprof/', '/app/internal/debug/vars']);
    expect(rowsOf(deep, 'lines').length).toBeGreaterThan(2);
  });

  test('sampling that is off is told', async () => {
    const report = await look({ HOLD: 'lines', RATE: '0' });
    expect(idsOf(report)).toContain('memprofile-off');
    expect(rowsOf(report, 'lines')).toEqual([]);
    expect(idsOf(await look({ HOLD: 'lines' }))).not.toContain('memprofile-off');
  });

  test('the ledger sums to its total, and its lines to their parents', async () => {
    const { ledger } = (await look({ HOLD: 'lines' })).wordingIn('en');
    const sum = (lines: readonly { bytes: number }[]): number =>
      lines.reduce((all, { bytes }) => all + bytes, 0);
    expect(ledger).not.toBeNull();
    expect(sum(ledger?.lines ?? []) + (ledger?.unexplainedBytes ?? 0)).toBe(ledger?.totalBytes);
    expect(ledger?.unexplainedBytes).toBe(0);
    for (const line of ledger?.lines ?? []) if (line.lines) expect(sum(line.lines)).toBe(line.bytes);
  });
});

describe('flame graphs', () => {
  /** What the protobuf of the same process sums up to. */
  async function totalOf(url: string, name: string): Promise<number> {
    const body = new Uint8Array(await (await fetch(`${url}/debug/pprof/${name}`)).arrayBuffer());
    const decoder = new ProfileDecoder({ diagnostics: new Diagnostics() });
    decoder.push(gunzipSync(body));
    const { samples } = decoder.finish();
    let total = 0;
    for (let at = samples.width - 1; at < samples.values.length; at += samples.width)
      total += samples.values[at];
    return total;
  }

  function nodeOf({ frames, nodes }: FlameTree, name: string): FlameTree['nodes'][number] | undefined {
    const frame = frames.findIndex((each) => each.name === name);
    return frame < 0 ? undefined : nodes.find((node) => node.frame === frame);
  }

  test('of debug=1 text: the sums of the protobuf, and the frames of the runtime that it has not', async () => {
    await using server = await startEndpoint(binary, { HOLD: 'lines', RATE: '8192' });
    const report = await readEndpoint(server.url);
    const flame = report.flame?.();
    if (!flame) throw new Error('no flame graph');
    const bytes = flame.nodes[0].values[heapColumn.inuseBytes];
    expect(bytes).toBeGreaterThan(20_000_000);
    // The requests between the two reads may have made something.
    expect(Math.abs(bytes / (await totalOf(server.url, 'heap')) - 1)).toBeLessThan(0.02);
    expect(flame.frames.some(({ name, origin }) => /mapassign/.test(name) && origin === 'runtime')).toBe(
      true,
    );
    const filled = nodeOf(flame, 'main.fillCounts');
    expect(filled?.values[heapColumn.inuseBytes]).toBeGreaterThan(200_000 * 16);
    expect(report.flameType).toBe('inuse_space');
  });

  test('of many stacks: the protobuf itself', async () => {
    await using server = await startEndpoint(binary, { HOLD: 'stacks', RATE: '1' });
    const flame = (await readEndpoint(server.url)).flame?.();
    expect(flame && nodeOf(flame, 'main.left')?.values[heapColumn.inuseBytes]).toBeGreaterThan(1_000_000);
    expect(flame?.frames.some(({ name }) => name.startsWith('runtime.malloc'))).toBe(false);
  });

  test('of goroutines; none of a heap that is not sampled', async () => {
    await using server = await startEndpoint(binary, { HOLD: 'goroutines', RATE: '0' });
    const report = await readEndpoint(server.url);
    expect(report.flame).toBeUndefined();
    const flame = report.goroutineFlame?.();
    expect(flame && nodeOf(flame, 'main.waitForever')?.values).toEqual([3000]);
    expect(flame && nodeOf(flame, 'runtime.chanrecv')?.values[0]).toBeGreaterThanOrEqual(3000);
    expect(
      Math.abs((flame?.nodes[0].values[0] ?? 0) - (await totalOf(server.url, 'goroutine'))),
    ).toBeLessThan(20);
  });
});
