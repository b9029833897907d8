import type { InspectReport, MapRow } from '../../../src/web/report/model/inspect-report.ts';

const mebi = 2 ** 20;
const kibi = 2 ** 10;

/** Names that a program under inspection could choose: markup, an end of the script, directions, length. */
export const hostileNames = [
  '</script><script>document.title="owned"</script>',
  '<img src=x onerror="document.title=1">',
  'map[string]struct { a int "<!-- --><b>&amp;" }',
  '\u202emap[gnirts]tni\u2066',
  `main.${'VeryLongTypeName'.repeat(20)}`,
  '__proto__',
] as const;

interface MadeLine {
  readonly id: string;
  readonly label: string;
  readonly bytes: number;
  readonly lines?: readonly MadeLine[];
}

function group(id: string, label: string, lines: readonly MadeLine[]): MadeLine {
  return { id, label, bytes: lines.reduce((sum, { bytes }) => sum + bytes, 0), lines };
}

function line(id: string, bytes: number): MadeLine {
  return { id, label: `made ${id}`, bytes };
}

function map(index: number, type: string, holder: string): MapRow {
  return {
    address: `0xc${(0x1000 + 48 * index).toString(16).padStart(9, '0')}`,
    type,
    len: 10 * index,
    slots: 16 * index + 8,
    bytes: (200 - index) * kibi,
    rebuiltBytes: 100,
    reclaimableBytes: index % 3 === 0 ? 0 : (200 - index) * kibi - 100,
    boxedBytes: index % 5 === 0 ? 512 : 0,
    tombstones: index % 7,
    overflowBuckets: index % 4,
    growing: index % 9 === 0,
    reachable: index % 11 !== 10,
    holders: index % 11 === 10 ? [] : [holder, `${holder}.again`],
    holderCount: index % 11 === 10 ? 0 : 2 + (index % 3),
  };
}

/** A report with every section that the page knows, of numbers that are all different. */
export function madeReport(): InspectReport {
  const [script, image, , , long] = hostileNames;
  const maps = Array.from({ length: 120 }, (_, index) =>
    map(index, index < 6 ? hostileNames[index] : `map[int]main.Kind${index}`, `main.srv.field${index}`),
  );
  const lines = [
    group('heap', 'Go heap', [
      group('heap.maps', 'maps', [
        line('heap.maps.entries', 90 * mebi),
        line('heap.maps.slack', 211 * mebi + 17),
        line('heap.maps.unreachable', 3 * mebi),
      ]),
      line('heap.objects', 61 * mebi),
      group('heap.free-slots', 'free slots', [
        line('heap.free-slots.48', 5 * mebi),
        line('heap.free-slots.1024', 700),
      ]),
      line('heap.idle', 40 * mebi),
      line('heap.from-the-future', 12 * mebi),
    ]),
    group('stacks', 'stacks', [line('stacks.used', 2 * mebi), line('stacks.reserved', 7 * mebi)]),
    group('runtime', 'runtime', [line('runtime.spans', 3 * mebi), line('runtime.gc-bits', 0)]),
    group('outside', 'outside', [line('outside.c-heap', 33 * mebi), line('outside.thread-stacks', mebi)]),
    group('file', 'files', [line('file.program-text', 9 * mebi)]),
  ];
  const explained = lines.reduce((sum, { bytes }) => sum + bytes, 0);
  const allMaps = {
    maps: 5000,
    len: 1,
    slots: 2,
    bytes: 300 * mebi,
    reclaimableBytes: 211 * mebi,
    boxedBytes: 7,
    entryBytes: 5,
    untypedBytes: 0,
  };
  const sums = (names: readonly string[]) =>
    names.map((name, index) => ({
      ...allMaps,
      name,
      maps: 100 - index,
      bytes: (90 - index) * mebi,
      reclaimableBytes: index * kibi,
    }));
  return {
    target: {
      kind: 'process',
      pid: 4711,
      exe: '/srv/bin/gateway',
      goVersion: 'go1.26.3',
      mapKind: 'swiss',
      stripped: true,
      arch: 'arm64',
    },
    cost: { wallMs: 2345, pausedMs: 12, bytesRead: 77 * mebi },
    headline: `main.srv.sessions (${script}) holds 211 MiB of 480 MiB for 9 entries; a rebuild gives back 211 MiB.`,
    ledger: {
      totalBytes: explained + 1_234_567,
      lines,
      unexplainedBytes: 1_234_567,
      outsideLines: [line('swap', 5 * mebi + 1), line('page-tables', 300 * kibi)],
      withinLines: [line('huge-pages', 64 * mebi)],
    },
    cgroup: {
      version: 2,
      path: '/kubepods/pod1',
      usageBytes: 620 * mebi,
      workingSetBytes: 540 * mebi,
      anonymousBytes: 480 * mebi,
      activeFileBytes: 50 * mebi,
      inactiveFileBytes: 80 * mebi,
      tmpfsBytes: 0,
      kernelBytes: 9 * mebi,
      socketBytes: mebi,
      swapBytes: 0,
      oomKills: 2,
      limitHits: 5,
      nearestLimit: {
        path: '/kubepods',
        limitBytes: 768 * mebi,
        leftBytes: 148 * mebi,
        leftAfterReclaimBytes: 278 * mebi,
      },
      levels: [{ highBytes: null }, { highBytes: 700 * mebi }],
      otherProcesses: [{ pid: 12, name: image, rssBytes: 20 * mebi }],
    },
    maps,
    findings: [
      {
        id: 'map-retained',
        severity: 'high',
        bytes: 211 * mebi + 3,
        reclaimableBytes: 211 * mebi,
        where: 'main.srv.sessions',
        title: `a map keeps the memory of its peak ${script}`,
        detail: 'It holds 9 entries in 1,000,000 slots.',
        remedy: `Rebuild it:\n    fresh := make(map[int]${long})\n    for k, v := range m {\n        fresh[k] = v\n    }\nUnder the lock.`,
        evidence: {},
      },
      {
        id: 'map-tombstones',
        severity: 'medium',
        bytes: 40 * mebi,
        reclaimableBytes: 0,
        where: image,
        title: 'tombstones',
        detail: 'A detail.',
        remedy: 'A remedy.',
        evidence: {},
      },
      {
        id: 'map-growing-idle',
        severity: 'low',
        bytes: 3 * mebi,
        reclaimableBytes: mebi,
        where: 'main.idle',
        title: 'growing',
        detail: 'One.\nTwo.',
        remedy: '',
        evidence: {},
      },
      {
        id: 'maps-not-the-problem',
        severity: 'info',
        bytes: 2,
        reclaimableBytes: 0,
        where: '',
        title: 'others',
        detail: 'A word.',
        remedy: 'None.',
        evidence: {},
      },
    ],
    diagnostics: [
      { code: 'spans-moved', message: `A span moved: ${image}`, count: 1234 },
      { code: 'once', message: 'Happened.' },
    ],
    totals: {
      all: allMaps,
      unreachable: { ...allMaps, maps: 3 },
      byType: sums(hostileNames),
      byHolder: sums(['main.srv.sessions', '(unknown)', image]),
      byPackage: sums(['main', 'net/http']),
    },
    graph: {
      objects: 1_234_567,
      bytes: 400 * mebi,
      reachableBytes: 380 * mebi,
      garbageBytes: 20 * mebi,
      untypedBytes: 5 * mebi,
      unheldBytes: 6 * mebi,
      edges: 7_654_321,
      partial: true,
    },
    types: hostileNames.map((type, index) => ({
      type,
      objects: 1000 - index,
      bytes: (50 - index) * mebi,
      retainedBytes: (90 - index) * mebi,
    })),
    holders: hostileNames.map((path, index) => ({
      path,
      package: 'main',
      objects: 900 - index,
      bytes: (40 - index) * mebi,
      retainedBytes: (80 - index) * mebi,
    })),
    packages: ['main', ''].map((name, index) => ({
      package: name,
      objects: 800 - index,
      bytes: (30 - index) * mebi,
      retainedBytes: (70 - index) * mebi,
    })),
    goroutines: {
      count: 10_012,
      dead: 340,
      stackUsedBytes: 20 * mebi,
      stackReservedBytes: 80 * mebi,
      groups: [
        {
          function: 'main.worker',
          createdBy: 'main.start',
          waitReason: 'chan receive',
          count: 10_000,
          oldestWaitMs: 3_600_000,
          stackUsedBytes: 19 * mebi,
          stackReservedBytes: 78 * mebi,
          labels: { route: script },
        },
        {
          function: image,
          createdBy: '',
          waitReason: 'running',
          count: 12,
          oldestWaitMs: null,
          stackUsedBytes: mebi,
          stackReservedBytes: 2 * mebi,
          labels: {},
        },
      ],
    },
  };
}
