/* `highwater hpa` as a process, on files as kubectl prints them. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hpaExplain, type HpaExplainOptions } from './commands/hpa-explain.ts';
import { hpaReplay } from './commands/hpa-replay.ts';
import { runCli } from './testdata/run-cli.ts';
import { displayWidth } from './text/display-width.ts';

const mebi = 2 ** 20;
let folder: string;
const file = (name: string): string => path.join(folder, name);
const write = (name: string, text: unknown): string => {
  fs.writeFileSync(file(name), typeof text === 'string' ? text : JSON.stringify(text));
  return file(name);
};

/** As kubectl get hpa web -o yaml prints it. */
const hpaYaml = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
  namespace: prod
spec:
  maxReplicas: 10
  metrics:
  - resource:
      name: memory
      target:
        averageUtilization: 100
        type: Utilization
    type: Resource
  minReplicas: 1
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
status:
  currentMetrics: null
  currentReplicas: 4
  desiredReplicas: 4
`;

const names = ['web-0', 'web-1', 'web-2', 'web-3'];
const resources = { requests: { memory: '400Mi' } };
const podList = {
  apiVersion: 'v1',
  kind: 'List',
  items: names.map((name) => ({
    kind: 'Pod',
    metadata: { name, namespace: 'prod' },
    spec: { containers: [{ name: 'app', resources }] },
    status: { phase: 'Running' },
  })),
};
const metricsList = (memory: string): unknown => ({
  kind: 'PodMetricsList',
  items: names.map((name) => ({
    metadata: { name, namespace: 'prod' },
    timestamp: '2026-01-01T12:00:00Z',
    window: '15.3s',
    containers: [{ name: 'app', usage: { cpu: '21m', memory } }],
  })),
});
const report = {
  target: { kind: 'process', goVersion: 'go1.23.12' },
  ledger: {
    totalBytes: 320 * mebi,
    lines: [
      {
        id: 'heap',
        bytes: 310 * mebi,
        lines: [
          { id: 'heap.maps', bytes: 200 * mebi, lines: [{ id: 'heap.maps.slack', bytes: 190 * mebi }] },
          { id: 'heap.idle', bytes: 60 * mebi },
          { id: 'heap.garbage', bytes: 8 * mebi },
        ],
      },
    ],
  },
  maps: [
    {
      type: 'map[int][128]uint8',
      len: 0,
      slots: 2 ** 20,
      bytes: 190 * mebi,
      boxedBytes: 0,
      reclaimableBytes: 190 * mebi,
    },
  ],
};

let explain: string[];
let series: string[];

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-hpa-test-'));
  explain = ['hpa', 'explain', '-f', write('hpa.yaml', hpaYaml), '--pods', write('pods.json', podList)];
  explain.push('--metrics', write('metrics.json', metricsList('320Mi')), '--now', '2026-01-01T12:00:05Z');
  const rows = Array.from({ length: 60 }, (_, place) => {
    const time = new Date(Date.UTC(2026, 0, 1, 12) + place * 15_000).toISOString();
    return names.map((name) => `${time},${name},320Mi,400Mi`).join('\n');
  });
  series = [
    'hpa',
    'replay',
    '-f',
    file('hpa.yaml'),
    '--series',
    write('pods.csv', ['time,pod,memory,memory-request', ...rows].join('\n')),
  ];
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('hpa explain', () => {
  test('--json keeps its contract', async () => {
    const { code, stdout } = await runCli([...explain, '--json', '--report', write('report.json', report)]);
    expect(code).toBe(0);
    const value = JSON.parse(stdout);
    expect(value).toMatchObject({
      currentReplicas: 4,
      desiredReplicas: 4,
      rawReplicas: 4,
      metrics: [
        {
          name: 'memory',
          container: null,
          averageBytes: 320 * mebi,
          targetBytes: 400 * mebi,
          utilization: 80,
          proposal: 4,
          average: '320Mi',
        },
      ],
      limits: [],
      error: null,
      retained: { mapSlackBytes: 190 * mebi, idleBytes: 60 * mebi, garbageBytes: 8 * mebi },
    });
    // floor(u) <= 75 %.
    expect(value.scaleIn[0]).toEqual({
      toReplicas: 3,
      metric: 'memory',
      container: null,
      podBytesBelow: 304 * mebi,
      podBytesNow: 320 * mebi,
    });
    const ids = value.remedies.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['rebuild-maps', 'pointer-values', 'two-gcs', 'rebuild-and-two-gcs', 'gomemlimit']);
  });

  test.each([
    [
      'en',
      'To go from 4 to 3 a pod must fall under 304 MiB of memory; it is at 320 MiB',
      'slack in maps',
      'rounded up',
    ],
    [
      'zh',
      '要从 4 个降到 3 个，每个 pod 的内存须低于 304 MiB；现在为 320 MiB',
      '是 map 的空闲空间',
      '向上取整',
    ],
  ])('says in %s why it does not scale in, and what would help', async (language, ...sentences) => {
    const { code, stdout } = await runCli([
      ...explain,
      '--lang',
      language,
      '--report',
      write('report.json', report),
    ]);
    expect(code).toBe(0);
    const flat = stdout.replaceAll('\n', language === 'en' ? ' ' : '');
    for (const sentence of sentences) expect(flat).toContain(sentence);
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  test('says nothing of maps, idle pages and garbage without a report', async () => {
    const { stdout } = await runCli(explain);
    expect(stdout).not.toMatch(/slack|idle|garbage|GOMEMLIMIT/);
  });

  test('a history holds what would be decided without one', async () => {
    const less = [...explain, '--metrics', write('less.json', metricsList('200Mi'))].filter(
      (word) => word !== file('metrics.json'),
    );
    // Two options --metrics of which the first lost its file.
    less.splice(less.indexOf('--metrics'), 1);
    const settled = await runCli([...less, '--json']);
    expect(JSON.parse(settled.stdout)).toMatchObject({ desiredReplicas: 2, freshControllerReplicas: 4 });
    const history = write('history.json', {
      recommendations: [{ time: '2026-01-01T11:57:00Z', replicas: 3 }],
    });
    const held = await runCli([...less, '--json', '--history', history]);
    expect(JSON.parse(held.stdout)).toMatchObject({
      desiredReplicas: 3,
      limits: [{ by: 'stabilization', from: 2, to: 3, reason: 'ScaleDownStabilized' }],
    });
  });

  test('one file may carry everything, in YAML of several documents', async () => {
    const all = write(
      'all.yaml',
      `${hpaYaml}---\n${JSON.stringify(podList)}\n---\n${JSON.stringify(metricsList('320Mi'))}\n`,
    );
    const { stdout } = await runCli(['hpa', 'explain', '-f', all, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ currentReplicas: 4, desiredReplicas: 4, error: null });
  });

  test('a metric without samples stops it, with the controller’s words', async () => {
    const { code, stdout } = await runCli([...explain.slice(0, 6), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      desiredReplicas: null,
      error: 'unable to get metrics for resource memory: no metrics returned from resource metrics API',
      diagnostics: [{ code: 'metric-not-given' }],
    });
  });

  test.each([
    ['hpa.yaml', 'a: [b', 'is neither YAML nor JSON'],
    ['hpa.yaml', '{"kind":', 'cannot be read'],
    ['hpa.yaml', '', 'is empty'],
    ['hpa.yaml', 'just a text', 'not an object with fields'],
    ['hpa.yaml', 'kind: Pod\nmetadata: {name: a}\nspec: {}', 'there is no HorizontalPodAutoscaler'],
    ['pods.json', '[1, 2]', 'is a list, not an object'],
    ['metrics.json', '<!doctype html>', 'not an object'],
    // A bomb of anchors: 9^9 texts.
    [
      'pods.json',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replaceAll(/./g, (name, place: number) => `${name}: &${name} [${`*${'abcdefgh'[place]},`.repeat(9)}]\n`)}`,
      'cannot be read',
    ],
  ])('%s that is damaged is refused with a word: %j', async (name, text, word) => {
    const options = { ...inProcess(), [optionOf(name)]: given(name, write(`bad-${name}`, text)) };
    await expect(hpaExplain(options)).rejects.toThrow(word);
  });

  test('what cannot be read is one line and exit code 2', async () => {
    const words = explain.map((each) =>
      each === file('hpa.yaml') ? write('bad-hpa.yaml', 'a: [b\nc') : each,
    );
    const { code, stdout, stderr } = await runCli(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each([
    [{ now: 'yesterday' }, '--now yesterday: write a moment'],
    [{ tolerance: 'much' }, '--tolerance much: write a share'],
    [{ stabilization: '5' }, '--stabilization 5: write a duration'],
    [{ selector: 'app in (a)' }, 'write labels like'],
    [{ name: 'api' }, 'no such autoscaler among web'],
    [{ replicas: '-1' }, 'write a whole number'],
    [{ report: '/nonexistent' }, 'cannot read /nonexistent'],
    [{ history: '/nonexistent' }, 'cannot read /nonexistent'],
  ])('%j is refused with a word', async (options, word) => {
    await expect(hpaExplain({ ...inProcess(), ...options })).rejects.toThrow(word);
  });

  test.each([
    [{}, 'has neither recommendations nor events'],
    [{ events: [{ time: '2026-01-01T11:00:00Z' }] }, 'events[0].change is missing'],
    [{ recommendations: [{ time: '2026-01-01T13:00:00Z', replicas: 3 }] }, 'lies after --now'],
  ])('the history %j is refused with a word', async (value, word) => {
    const history = write('bad-history.json', value);
    await expect(hpaExplain({ ...inProcess(), history })).rejects.toThrow(word);
  });

  test.each([
    [{ maps: [] }, 'has no ledger'],
    [{ ledger: { lines: [{ bytes: 1 }] } }, 'lines[0].id is missing'],
    [{ ledger: { lines: [{ id: 'heap', bytes: -1 }] } }, 'is not a number of bytes'],
  ])('the report %j is refused with a word', async (value, word) => {
    const bad = write('bad-report.json', value);
    await expect(hpaExplain({ ...inProcess(), report: bad })).rejects.toThrow(word);
  });
});

const inProcess = (): HpaExplainOptions => ({
  filename: file('hpa.yaml'),
  pods: [file('pods.json')],
  metrics: [file('metrics.json')],
  now: '2026-01-01T12:00:05Z',
});
const optionOf = (name: string): string => (name === 'hpa.yaml' ? 'filename' : name.replace('.json', ''));
const given = (name: string, bad: string): unknown => (name === 'hpa.yaml' ? bad : [bad]);

describe('hpa replay', () => {
  test('says that it never scales in, and when it would', async () => {
    const now = await runCli(series);
    expect(now.code).toBe(0);
    expect(now.stdout.replaceAll('\n', ' ')).toContain('stays at 4 replicas throughout. It never scales in.');
    const freed = await runCli([...series, '--free', '100Mi', '--since', '2026-01-01T12:01:00Z', '--json']);
    // The last advice of four is of 12:00:45; five minutes later it still counts.
    expect(JSON.parse(freed.stdout).firstScaleIn).toMatchObject({
      time: '2026-01-01T12:06:00Z',
      currentReplicas: 4,
      desiredReplicas: 3,
    });
  });

  test('compares remedies in both languages, within the width', async () => {
    for (const language of ['en', 'zh']) {
      const { code, stdout } = await runCli([
        ...series,
        '--report',
        write('report.json', report),
        '--lang',
        language,
      ]);
      expect(code).toBe(0);
      expect(stdout).toContain('→');
      for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    }
  });

  test('draws an SVG that refers to nothing outside', async () => {
    const { code } = await runCli([...series, '--free', '100Mi', '--svg', file('replay.svg')]);
    expect(code).toBe(0);
    const svg = fs.readFileSync(file('replay.svg'), 'utf8');
    expect(svg.match(/<path /g)).toHaveLength(3);
    expect(svg).not.toMatch(/href|url\(|<script|NaN|undefined/);
  });

  test('a series that goes back in time is told of', async () => {
    const late = write(
      'late.csv',
      'time,pod,memory,memory-request\n2026-01-01T12:00:00Z,web-0,1Mi,2Mi\n2026-01-01T11:00:00Z,web-0,1Mi,2Mi\n',
    );
    const { code, stdout } = await runCli(['hpa', 'replay', '-f', file('hpa.yaml'), '--series', late]);
    expect(code).toBe(0);
    expect(stdout).toContain('goes back in time');
  });

  test.each([
    [{ free: 'much' }, '--free much: write bytes'],
    [{ since: '2026-01-01T12:01:00Z' }, '--since needs --free'],
    [{ series: '/nonexistent' }, 'cannot read /nonexistent'],
  ])('%j is refused with a word', async (options, word) => {
    const common = { filename: file('hpa.yaml'), series: file('pods.csv') };
    await expect(hpaReplay({ ...common, ...options })).rejects.toThrow(word);
  });
});
