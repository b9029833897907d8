/* What kubectl printed, cut off or with characters changed: one clear error, or a result, and never anything else. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Diagnostics } from '../base/index.ts';
import {
  chooseAutoscaler,
  clusterFrom,
  defaultFlags,
  explainAutoscaler,
  HpaError,
  readObjects,
  readRetained,
  readSeries,
  replaySeries,
} from '../hpa/index.ts';
import { kubectlDocuments } from './kubectl-file.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-hpa-damage-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const yaml = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  maxReplicas: 10
  behavior: {scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Percent, value: 50, periodSeconds: 15}]}}
  metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}]
status: {currentReplicas: 2, desiredReplicas: 2}
---
kind: PodList
items:
- metadata: {name: a}
  spec: {containers: [{name: app, resources: {requests: {memory: 400Mi}}}]}
  status: {phase: Running, startTime: "2026-01-01T00:00:00Z"}
- metadata: {name: b}
  spec: {containers: [{name: app, resources: {requests: {memory: 400Mi}}}]}
---
kind: PodMetricsList
items:
- {metadata: {name: a}, timestamp: "2026-01-01T00:00:00Z", window: 15s, containers: [{name: app, usage: {memory: 320Mi}}]}
- {metadata: {name: b}, timestamp: "2026-01-01T00:00:00Z", window: 15s, containers: [{name: app, usage: {memory: 1e8}}]}
`;
const csv = `time,pod,memory,memory-request,replicas
2026-01-01T00:00:00Z,a,320Mi,400Mi,2
2026-01-01T00:00:00Z,b,320Mi,400Mi,2
2026-01-01T00:00:15Z,a,310Mi,400Mi,2
`;
const report = JSON.stringify({
  target: { goVersion: 'go1.23.1' },
  ledger: { totalBytes: 9, lines: [{ id: 'heap', bytes: 9, lines: [{ id: 'heap.idle', bytes: 3 }] }] },
  maps: [{ type: 'map[int]int', len: 0, slots: 8, bytes: 400, boxedBytes: 0, reclaimableBytes: 300 }],
});

function explainText(text: string): void {
  const file = path.join(folder, 'objects');
  fs.writeFileSync(file, text);
  const objects = readObjects(kubectlDocuments(file), { namespace: '', labels: {} });
  const autoscaler = chooseAutoscaler(objects, undefined);
  const cluster = clusterFrom(objects, autoscaler, undefined, new Diagnostics());
  explainAutoscaler(autoscaler, cluster, { flags: defaultFlags, nowMs: 0 });
}

function replayText(text: string): void {
  const options = { name: 'csv', choice: { namespace: '', labels: {} }, pods: [], needsRequests: true };
  const file = path.join(folder, 'hpa');
  fs.writeFileSync(file, yaml.split('---')[0]);
  const autoscaler = chooseAutoscaler(readObjects(kubectlDocuments(file), options.choice), undefined);
  replaySeries(autoscaler, readSeries(text, options, new Diagnostics()), {
    flags: defaultFlags,
    freed: undefined,
  });
}

/** 1 where it gave a result, 0 where it was refused with one line. */
function outcome(work: () => void): number {
  try {
    work();
    return 1;
  } catch (error) {
    if (!(error instanceof HpaError)) throw error;
    expect(error.message).not.toContain('\n');
    expect(error.message.length).toBeLessThan(400);
    return 0;
  }
}

/** Cut at each place, and with one character after another replaced by those that mean something in such a text. */
function* damaged(text: string, stride: number): Generator<string> {
  for (let length = 0; length < text.length; length += stride) yield text.slice(0, length);
  const signs = ['', '-', ':', '{', ']', '"', '9', '\u0000', '&', '\n'];
  for (let place = 0; place < text.length; place += stride)
    yield text.slice(0, place) + signs[place % signs.length] + text.slice(place + 1);
}

test.each([
  ['objects', yaml, 7, explainText],
  ['a series', csv, 1, replayText],
  ['a report', report, 1, (text: string) => readRetained(parsed(text), 'report')],
])('%s', (_, text, stride, work) => {
  expect(outcome(() => work(text))).toBe(1);
  let results = 0;
  let count = 0;
  for (const each of damaged(text, stride)) {
    results += outcome(() => work(each));
    count++;
  }
  expect(count).toBeGreaterThan(200);
  expect(results).toBeGreaterThan(0);
  expect(results).toBeLessThan(count);
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HpaError('no JSON');
  }
}
