import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import type { MemoryStatistics } from './memory-statistics.ts';
import { readExpvar } from './read-expvar.ts';
import { readHeapFooter } from './read-heap-footer.ts';
import { readMetricsText } from './read-metrics-text.ts';
import { readRuntimeMetrics } from './runtime-metrics.ts';
import { differences, type Rendering, renderings } from './testdata/memstats-truth.ts';
import { startStatisticsServer, statisticsServer } from './testdata/statistics-server.ts';

type Reader = (text: string, diagnostics: Diagnostics) => MemoryStatistics | undefined;

const readers: Readonly<Record<string, Reader>> = {
  expvar: (text, diagnostics) => readExpvar(text, diagnostics)?.statistics,
  heap: readHeapFooter,
  prometheus: readMetricsText,
  'all-prometheus': readMetricsText,
  'runtime-metrics': readRuntimeMetrics,
};

/** What a way of telling leaves out of runtime.MemStats. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  expvar: [],
  heap: [],
  prometheus: ['NumForcedGC', 'GCCPUFraction'],
  'all-prometheus': ['GCCPUFraction'],
  'runtime-metrics': ['GCCPUFraction'],
};

describe.each([
  { toolchain: 'local', collector: 'new' as const },
  { toolchain: 'go1.23.12', collector: 'old' as const },
])('$toolchain tells of its memory, client_golang is $collector', ({ toolchain, collector }) => {
  let told: Readonly<Record<string, Rendering>> | undefined;
  beforeAll(async () => {
    const binary = statisticsServer(collector, toolchain);
    if (binary === undefined) return;
    await using server = await startStatisticsServer(binary, ['-hold=objects', '-mebibytes=4']);
    told = await renderings(server);
  });

  test.for(['expvar', 'heap', 'prometheus', 'runtime-metrics'])(
    '%s says what runtime.ReadMemStats says',
    (way, { skip }) => {
      if (!told) return skip('Go or client_golang cannot be downloaded');
      const diagnostics = new Diagnostics();
      const read = readers[way](told[way].Text, diagnostics);
      const { wrong, untold } = differences(read, told[way]);
      expect(wrong).toEqual([]);
      const missing = collector === 'old' && way === 'prometheus' ? ['NumForcedGC'] : leftOut[way];
      expect(untold).toEqual(missing);
      expect(diagnostics.list()).toEqual([]);
    },
  );

  test('cut anywhere, a text says nothing that is not so, and nothing crashes', ({ skip }) => {
    if (!told) return skip('Go or client_golang cannot be downloaded');
    for (const [way, rendering] of Object.entries(told)) {
      const { Text: text } = rendering;
      fc.assert(
        fc.property(fc.nat(text.length), (cut) => {
          // A number at the very end may have lost digits: only whole lines are told.
          const whole = text.slice(0, text.lastIndexOf('\n', cut) + 1);
          const read = readers[way](whole, new Diagnostics());
          if (read) expect(differences(read, rendering).wrong).toEqual([]);
          readers[way](text.slice(0, cut), new Diagnostics());
        }),
        { numRuns: 60 },
      );
    }
  });

  test('with bytes changed, numbers stay numbers', ({ skip }) => {
    if (!told) return skip('Go or client_golang cannot be downloaded');
    for (const [way, { Text: text }] of Object.entries(told)) {
      const change = fc.tuple(fc.nat(text.length), fc.string({ maxLength: 6 }));
      fc.assert(
        fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
          let changed = text;
          for (const [at, junk] of changes)
            changed = changed.slice(0, at) + junk + changed.slice(at + junk.length);
          expectNumbers(readers[way](changed, new Diagnostics()));
        }),
        { numRuns: 60 },
      );
    }
  });
});

function expectNumbers(read: MemoryStatistics | undefined): void {
  for (const [name, value] of Object.entries(read ?? {}))
    if (typeof value === 'number')
      expect(name === 'gcPercent' ? value >= -1 : value >= 0 && value <= Number.MAX_SAFE_INTEGER).toBe(true);
}

test('junk is no statistics', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (junk) => {
      for (const read of Object.values(readers)) expectNumbers(read(junk, new Diagnostics()));
    }),
  );
  for (const [way, read] of Object.entries(readers))
    for (const text of ['', '{}', '[]', 'null', '<html></html>', '{"memstats": 7}', '# runtime.MemStats\n'])
      expect(`${way}: ${JSON.stringify(read(text, new Diagnostics()))}`).toBe(`${way}: undefined`);
});

describe('the laws of MemStats', () => {
  const sound = {
    Sys: 700,
    HeapSys: 400,
    HeapIdle: 150,
    HeapInuse: 250,
    HeapReleased: 50,
    HeapAlloc: 200,
    StackSys: 100,
    StackInuse: 90,
    MSpanSys: 50,
    MSpanInuse: 40,
    MCacheSys: 50,
    MCacheInuse: 10,
    BuckHashSys: 50,
    GCSys: 25,
    OtherSys: 25,
    Mallocs: 30,
    Frees: 10,
    HeapObjects: 20,
    TotalAlloc: 1000,
    NumGC: 3,
    NumForcedGC: 1,
  };

  function problemsOf(changes: object): string[] {
    const diagnostics = new Diagnostics();
    readExpvar(JSON.stringify({ memstats: { ...sound, ...changes } }), diagnostics);
    return diagnostics.list().map(({ code, message }) => `${code}: ${message}`);
  }

  test('hold of what is sound', () => expect(problemsOf({})).toEqual([]));

  test.each(Object.keys(sound))('a wrong %s breaks one', (name) => {
    const problems = problemsOf({ [name]: ['TotalAlloc', 'NumGC'].includes(name) ? 0 : 100_000 });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^statistics-inconsistent: /);
  });

  test('numbers that cannot be are left out', () => {
    const diagnostics = new Diagnostics();
    const text = JSON.stringify({ memstats: { ...sound, Sys: -1, HeapIdle: 1e300, HeapInuse: 0.5 } });
    const read = readExpvar(text, diagnostics)?.statistics;
    expect(read).toMatchObject({ sysBytes: null, heapIdleBytes: null, heapInuseBytes: null });
    expect(diagnostics.list()).toMatchObject([{ code: 'statistic-impossible', count: 3 }]);
  });
});

describe('metrics for Prometheus', () => {
  test('several processes are refused, and said', () => {
    const diagnostics = new Diagnostics();
    const text =
      'go_memstats_sys_bytes{instance="a:1",job="x"} 1\ngo_memstats_sys_bytes{instance="b:1",job="x"} 2\n';
    expect(readMetricsText(text, diagnostics)).toBeUndefined();
    expect(diagnostics.list()).toMatchObject([{ code: 'several-processes' }]);
  });

  test('labels, escapes, time stamps, exemplars and blanks are no obstacle', () => {
    const text = [
      '# HELP go_memstats_sys_bytes x',
      'go_memstats_sys_bytes{app="a\\"} b",pod="p,=1",} 4.2e+07 1700000000000',
      'go_goroutines { app = "x" } 12 # {trace_id="1"} 0.5',
      'go_info{version="go1.22.12"} 1',
      'go_gc_gogc_percent 1.8446744073709552e+19',
      'go_gc_gomemlimit_bytes 9.223372036854776e+18',
      'go_memstats_heap_idle_bytes NaN',
      'go_memstats_heap_inuse_bytes{a="unclosed 5',
      '# EOF',
    ].join('\r\n');
    const read = readMetricsText(text, new Diagnostics());
    expect(read).toMatchObject({
      sysBytes: 42_000_000,
      goroutineCount: 12,
      goVersion: 'go1.22.12',
      gcPercent: -1,
      memoryLimitBytes: 'none',
      heapIdleBytes: null,
      heapInuseBytes: null,
    });
  });

  test('a version that is none is not shown', () => {
    const read = readMetricsText('go_info{version="<script>"} 1\ngo_goroutines 3\n', new Diagnostics());
    expect(read?.goVersion).toBeNull();
  });
});

test('expvar: of the command line the program alone is kept', () => {
  const text = JSON.stringify({ cmdline: ['/srv/api', '--password=secret'], memstats: { Sys: 5 } });
  const read = readExpvar(text, new Diagnostics());
  expect(read?.program).toBe('/srv/api');
  expect(JSON.stringify(read)).not.toContain('secret');
});

test('a collector that is off has no goal', () => {
  const diagnostics = new Diagnostics();
  const read = readExpvar('{"memstats":{"Sys":5,"NextGC":18446744073709551615}}', diagnostics);
  expect(read?.statistics).toMatchObject({ nextGcBytes: null, gcPercent: -1 });
  expect(diagnostics.list()).toEqual([]);
});

describe('runtime/metrics', () => {
  test('among the variables of expvar, or in lines with other marks', () => {
    const values = { '/gc/heap/live:bytes': 7, '/gc/gogc:percent': 200 };
    const nested = readExpvar(JSON.stringify({ metrics: values }), new Diagnostics());
    expect(nested?.statistics).toMatchObject({ liveHeapBytes: 7, gcPercent: 200 });
    const lines = '"/gc/heap/live:bytes": 7,\n/gc/gogc:percent = 200\n/gc/other:bytes 5\n';
    expect(readRuntimeMetrics(lines, new Diagnostics())).toMatchObject({ liveHeapBytes: 7, gcPercent: 200 });
  });
});
