import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readPrometheus } from './read-prometheus.ts';
import { seriesFindings } from './series-report.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server that answers as `answer` says; its address. */
async function serve(
  answer: (query: URLSearchParams) => { status?: number; type?: string; body: string },
): Promise<string> {
  const server = await new Promise<Server>((resolve) => {
    const made = createServer((request, response) => {
      const {
        status = 200,
        type = 'application/json',
        body,
      } = answer(new URL(request.url ?? '', 'http://x').searchParams);
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    made.listen(0, '127.0.0.1', () => resolve(made));
  });
  ends.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const dayMs = 86_400_000;

/** Ten days of live bytes each minute: a daily wave and noise, and in the last nine hours a leak of so much of them an hour. */
function liveBytes(leakRate: number): { timesMs: number[]; values: number[] } {
  const startMs = Date.UTC(2026, 0, 5);
  let state = 7;
  const noise = (): number => {
    // Lehmer's generator, as in Park and Miller: what it draws is the same each time.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  const timesMs = Array.from({ length: days * 1440 }, (_, minute) => startMs + minute * 60_000);
  const values = timesMs.map((_, minute) => {
    const leaked = leakRate * Math.max(0, minute / 60 - (days * 24 - 9));
    return 3e8 * ((1 + 0.1 * Math.sin((2 * Math.PI * minute) / 1440)) * (1 + 0.1 * noise()) + leaked);
  });
  return { timesMs, values };
}

const days = 10;

/** What does not move: a limit, and what Go holds against it. */
const gauges: Readonly<Record<string, number>> = {
  go_gc_gomemlimit_bytes: 1.2e9,
  go_memstats_sys_bytes: 1.1e9,
  go_memstats_heap_released_bytes: 1e8,
};

/** Prometheus' answers to query_range about it; the collector's goal is twice what is alive. */
async function serveService(leakRate: number): Promise<{ url: string; endMs: number }> {
  const { timesMs, values } = liveBytes(leakRate);
  const url = await serve((query) => {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(query.get(name)));
    const name = /\b(go_\w+|process_\w+)\{job="api"\}/.exec(query.get('query') ?? '')?.[1] ?? '';
    const gauge = gauges[name];
    const points: [number, string][] = [];
    let sample = 0;
    for (let time = start; time <= end; time += step) {
      let [sum, count] = [0, 0];
      for (; sample < timesMs.length && timesMs[sample] <= time * 1000; sample++) {
        if (timesMs[sample] <= (time - step) * 1000) continue;
        sum += values[sample];
        count++;
      }
      const isStart = name.startsWith('process_start');
      const goal = isStart ? timesMs[0] / 1000 - 500 : (2 * sum) / count;
      if (count > 0) points.push([time, String(gauge ?? goal)]);
    }
    const isTold = (gauge !== undefined || /next_gc|start_time/.test(name)) && points.length > 0;
    const result = isTold
      ? [{ metric: { __name__: name, instance: 'a:80', job: 'api' }, values: points }]
      : [];
    return { body: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }) };
  });
  return { url, endMs: timesMs[0] + days * dayMs };
}

test('a leak of a hundredth an hour shows in the goal of the collector; the same service without it does not', async () => {
  for (const [leakRate, verdict] of [
    [0.01, 'growing'],
    [0, 'not'],
  ] as const) {
    const { url, endMs } = await serveService(leakRate);
    const report = await readPrometheus(url, {
      selector: '{job="api"}',
      rangeMs: days * dayMs,
      nowMs: endMs,
    });
    const [line] = report.lines;
    expect(line.name).toBe('go_memstats_next_gc_bytes');
    if (verdict === 'growing') expect(line).toMatchObject({ verdict, reason: 'rises-beyond-other-days' });
    else expect(line.verdict).not.toBe('growing');
    expect(line.runs).toBe(1);
    const findings = seriesFindings(report, 'en');
    if (verdict === 'not') {
      expect([findings, line.beganMs]).toEqual([[], null]);
      continue;
    }
    expect(findings).toMatchObject([
      {
        id: 'memory-growth',
        where: 'go_memstats_next_gc_bytes',
        evidence: { limit: 'gomemlimit', limitBytes: 1.2e9 },
      },
    ]);
    // The leak began nine hours before the end; the goal rises by 6 MB an hour, and 0.2 GB are left.
    expect(Math.abs((line.beganMs ?? 0) - (endMs - 9 * 3_600_000))).toBeLessThan(2.5 * 3_600_000);
    expect(Math.abs((findings[0].evidence['limitHours'] as number) - 2e8 / 6e6)).toBeLessThan(8);
    expect(findings[0].remedy).toContain('http://a:80/debug/pprof/heap');
  }
});

test('what is no Prometheus, or refuses, is told in one line without secrets', async () => {
  const ask = (url: string, selector = ''): Promise<unknown> =>
    readPrometheus(url.replace('//', '//anna:hush@'), { selector, rangeMs: 60_000 }).then(
      () => 'no error',
      (error: unknown) => (error as Error).message,
    );
  const page = await serve(() => ({ type: 'text/html', body: '<html><form>login</form></html>' }));
  const refusal = await serve(() => ({ status: 422, body: '{"status":"error","error":"query timed out"}' }));
  const nothing = await serve(() => ({
    body: '{"status":"success","data":{"resultType":"matrix","result":[]}}',
  }));
  const torn = await serve(() => ({ body: '{"status":"success","data":{"resultType":"matr' }));
  const answers = [await ask(page), await ask(refusal), await ask(nothing, 'job="x"'), await ask(torn)];
  expect(
    answers.map(
      (each) =>
        /page for people|query timed out|no series of Go|not that of a Prometheus/.exec(String(each))?.[0],
    ),
  ).toEqual(['page for people', 'query timed out', 'no series of Go', 'not that of a Prometheus']);
  for (const answer of answers) expect(answer).not.toMatch(/hush|anna|\n/);
});

test.each(['job', '{job="a"} or up', 'job="a"}) or vector(1', 'job="a', 'a="b" c="d"'])(
  'the selector %j is refused before anything is asked',
  async (selector) => {
    await expect(readPrometheus('http://127.0.0.1:9', { selector, rangeMs: 60_000 })).rejects.toThrow(
      /--selector/,
    );
  },
);

test('points that are none are left out, and said', async () => {
  const values = [[1, '5'], ['x', '6'], [2, 'NaN'], [1.5, '7'], [3, '8'], null];
  const result = [{ metric: { __name__: 'x', job: 'a' }, values }, { metric: 7 }];
  const url = await serve(() => ({
    body: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }),
  }));
  const { lines, diagnostics } = await readPrometheus(url, { selector: '', rangeMs: 60_000 });
  expect(lines[0]).toMatchObject({ points: 3, now: 8, peak: 8, verdict: 'unknown' });
  expect(diagnostics.map(({ code }) => code)).toContain('series-damaged');
});

test("Debian's Prometheus, asked about itself", { timeout: 60_000 }, async ({ skip }) => {
  const binary = ['/usr/bin/prometheus', '/usr/local/bin/prometheus'].find((path) => {
    try {
      execFileSync(path, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (binary === undefined) return skip('no prometheus on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'highwater-prometheus-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const taken = await serve(() => ({ body: '' }));
  ends.splice(-1)[0]();
  const port = new URL(taken).port;
  writeFileSync(
    join(folder, 'p.yml'),
    `scrape_configs: [{job_name: self, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{targets: ['127.0.0.1:${port}']}]}]\n`,
  );
  const child: ChildProcess = spawn(
    binary,
    [
      `--config.file=${join(folder, 'p.yml')}`,
      `--storage.tsdb.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  ends.unshift(() => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  let report: Awaited<ReturnType<typeof readPrometheus>> | undefined;
  for (let turn = 0; turn < 100 && !report; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    report = await readPrometheus(url, { selector: 'job="self"', rangeMs: 60_000 }).catch(() => undefined);
  }
  const residentNow = Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  expect(report?.lines.map(({ name }) => name).sort()).toEqual([
    'go_goroutines',
    'go_memstats_heap_alloc_bytes',
    'go_memstats_heap_inuse_bytes',
    'go_memstats_heap_objects',
    'go_memstats_next_gc_bytes',
    'process_resident_memory_bytes',
  ]);
  const resident = report?.lines.find(({ name }) => name.startsWith('process_resident'));
  expect(resident?.now).toBeGreaterThan(residentNow / 4);
  expect(resident?.now).toBeLessThan(residentNow * 4);
  // Seconds of its life are no growth that anybody can tell.
  expect(report?.lines.filter(({ verdict }) => verdict === 'growing')).toEqual([]);
});
