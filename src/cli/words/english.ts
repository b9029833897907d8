import type { Words } from './words.ts';

export const english: Words = {
  columns: {
    type: 'TYPE',
    holder: 'HOLDER',
    lenSlots: 'LEN/SLOTS',
    fill: 'FILL',
    bytes: 'BYTES',
    back: 'BACK',
    maps: 'MAPS',
    len: 'LEN',
    pid: 'PID',
    name: 'NAME',
    go: 'GO',
    rss: 'RSS',
    container: 'CONTAINER',
    readable: 'READABLE',
  },
  topMaps: 'Largest maps (BACK: what a rebuild gives back)',
  moreMaps: (count, bytes) => `… and ${count} more maps, ${bytes} together; --json lists every one`,
  noMaps: 'No map was found.',
  boxesNote: 'BYTES include keys and values over 128 bytes, which lie outside the map.',
  byType: 'By type',
  byHolder: 'By holder',
  byPackage: 'By package',
  partial: 'Partial: the look was broken off before every object was seen.',
  stopping: (pid, time, copied) => `stopping process ${pid} for about ${time} (${copied} to copy)`,
  live: {
    byType: 'Live objects by type',
    byHolder: 'Live objects by holder',
    byPackage: 'Live objects by package',
    objects: 'OBJECTS',
    retained: 'RETAINED',
    partial: 'What each of them retains is not told: that did not fit the memory allowed.',
    sentence: (objects, bytes, garbage) =>
      `${objects} objects are live and take ${bytes}; ${garbage} are garbage. RETAINED is what would be freed with the holder.`,
    omitted: (objects, time, bytes) =>
      `Not every object was looked at: ${objects} slots would take about ${time} and ${bytes} of memory here. --graph does it: live and garbage, types, holders and what they retain.`,
    estimate: (objects, time, bytes) =>
      `looking at ${objects} slots: about ${time} and ${bytes} of memory; Ctrl-C shows what is known without`,
  },
  moreRows: (count) => `… and ${count} more`,
  ledger: 'Ledger',
  coreMemory: 'heap in use',
  dumpMemory: 'memory that Go holds',
  unexplained: 'not explained',
  outside: '(outside the total)',
  within: '(part of the total)',
  findings: 'Findings',
  moreFindings: (count) => `… and ${count} more findings in --json`,
  back: 'comes back',
  remedy: 'Remedy',
  severityRule: 'Severity',
  diagnostics: 'Notes',
  severity: (severity) => severity,
  cost: (read, total, wall, again, stopped) =>
    `Read ${read} ${again ? `in ${wall}, some of the ${total} twice` : `of ${total} in ${wall}`}; ${stopped === undefined ? 'the process was not stopped' : `the process was stopped for ${stopped}`}.`,
  coreCost: (read, wall) => `Read ${read} of the core in ${wall}.`,
  dumpCost: (read, wall) => `Read ${read} of the heap dump in ${wall}.`,
  evidenceMemory: 'Memory from the system',
  noFindings: 'Nothing that this evidence can show.',
  evidenceCost: (read, wall, source) => `Read ${read} of ${source} in ${wall}.`,
  dead: '(dead: freed by the next sweep)',
  unknown: '?',
  unknownHolder: '(unknown)',
  comma: ', ',
  noProcesses: 'No Go process is running here (or none that you may see).',
  yes: 'yes',
  no: 'no',
  lab: {
    verdict: (verdict) => `Verdict: ${verdict}`,
    check: (label, claimed) => `${label}: ${claimed}`,
    summary: (isTrue, only, isFalse, unmeasured) =>
      `${isTrue} true, ${only} true on some versions only, ${isFalse} false, ${unmeasured} not measured.`,
    skipped: (count) => `${count} ${count === 1 ? 'line' : 'lines'} of Go left out:`,
  },
  help: {
    usage: 'Usage:',
    options: 'Options:',
    commands: 'Commands:',
    arguments: 'Arguments:',
    example: 'Example:',
    program: "Names what holds a Go service's memory at its high-water mark, and how it comes back.",
    inspect: 'where the memory of a Go process is to the byte, what holds it, and what comes back',
    target:
      'a process id, a process name, :port, a core file, a heap dump (debug.WriteHeapDump), a recording, a profile, an execution trace, a log (- for standard input), kept MemStats, a URL or host:port; of two or more of one program, what changed between them',
    ps: 'the Go processes on this machine',
    explain: 'what a finding means and what to do; without an id: all of them',
    id: 'id of a finding, as in map-retained',
    predict: 'what a Go type costs: made, filled, deleted and rebuilt, on every Go version',
    goType: "a type as Go spells it: 'map[string]int', '[]byte', a name from --from",
    entries: 'how many entries or elements, as in 1000000 or 1M (default: 1M)',
    hint: 'the size given to make (default: none)',
    delete: 'how many entries are deleted again, or all',
    goVersion: 'Go version, as in 1.23 or 1.24-noswissmap (default: the newest known)',
    from: 'a Go file that declares the types',
    compare: 'set versions side by side: 1.23,1.26; without a list all of them',
    workload: 'replay a file of operations, or of live counts over time, and plot bytes over time',
    evict: 'which entries leave: oldest, newest or random (default: oldest)',
    svg: 'write the plot of --workload to a file too',
    workloadExample: `  highwater predict 'map[string]int' --workload day.txt --svg day.svg

A workload is a file of operations, one a line:
  insert 1M over 10m     # new keys; "over" a time is optional
  delete 900k oldest     # or newest, random; delete all
  repeat 24 {
    replace 50k          # delete one, insert a new one, so many times
    wait 1h              # also: update N, iterate, clear, rebuild, gc
  }
or of live counts over time, with replaced entries where they are known:
  time,count,churn
  2026-01-31T10:00:00Z,1000000,0
  2026-01-31T11:00:00Z,10000,5000`,
    html: 'write a page that simulates the map type in a browser (- for stdout; default: highwater-explorer.html)',
    demo: 'start a real leaking Go service, inspect it, end it (needs go)',
    lab: 'put what articles say of Go’s memory to the test, here (needs go)',
    claims: 'ids of claims, as --list prints them (default: all, which takes minutes)',
    goLines: "lines of Go, as in 1.23,1.24+noswissmap; all; none (default: the machine's own)",
    results: 'keep what is measured in this file, and do not measure again what it has',
    list: 'list the claims, measure nothing',
    json: 'print JSON',
    lang: 'language of texts: en or zh (default: from LC_ALL, LC_MESSAGES, LANG)',
    color: 'colours: auto, always or never',
    pprof: 'write who holds how much as a profile for go tool pprof or speedscope (- for stdout)',
    reportHtml:
      'write the report as a page to click through (- for stdout; default: highwater-report.html, or of a profile, log or trace highwater-evidence.html)',
    top: 'how many maps to list (default: 20; with --json all, with --html 1000)',
    map: 'look into one map: its holder as printed, or its address',
    why: 'say who keeps an object (0xADDRESS, anywhere inside it) or the objects of a type, as the tables name it',
    freeze: 'stop the process for a picture of one moment; it goes on once its heap is copied',
    noHolders: 'do not trace who holds each map (faster)',
    graph: 'look at every object, however many: types, holders, garbage, retained bytes',
    noGraph: 'do not look at every object (default for a large heap of a live process)',
    maxMemory: 'use at most this much memory, as in 256M',
    redact: "replace keys and strings from the target's memory",
    deep: 'of a URL: take also what costs the process more',
    gcTest: 'of a URL: collect twice, to tell idle pages, garbage and live objects apart',
    header: 'of a URL: a header for each request, or @file with one a line (repeatable)',
    lineType:
      'of a URL: the type of the maps that a line fills, as in cache.go:40=map[string]int; tells slots (repeatable)',
    focus: 'of a profile: only stacks that have a function or file that matches, as in go tool pprof',
    ignore: 'of a profile: without the stacks that have one',
    tagFocus: 'of a profile: only samples with this label, as in worker=^a, worker:a, bytes=64kb:1mb',
    exe: 'the executable, where the target does not lead to it',
    failOn: 'exit 1 where a finding is at least low, medium or high',
    helpOption: 'print this help',
    version: 'print the version',
    helpCommand: 'print help for a command',
  },
  detail: {
    holders: 'Held by',
    size: (len, slots, bytes, rebuilt) => `${len} entries in ${slots} slots; ${bytes}, made anew ${rebuilt}`,
    layout: (keyBytes, elemBytes, unitBytes, keyBoxed, elemBoxed) =>
      `key ${keyBytes} B${keyBoxed ? ' (boxed)' : ''}, value ${elemBytes} B${elemBoxed ? ' (boxed)' : ''}, bucket or group of 8: ${unitBytes} B`,
    storage: (tombstones, overflowBuckets, growing, fullGroups) =>
      [
        `${tombstones} tombstones`,
        `${overflowBuckets} overflow buckets`,
        growing ? 'a growth is under way: the old array is still held' : 'no growth under way',
        fullGroups > 0 ? `${fullGroups} groups without an empty slot, which lookups must pass` : '',
      ]
        .filter((part) => part !== '')
        .join('; '),
    fillHistogram: 'Buckets or groups by entries in them (of 8)',
    chains: 'Chains by length in buckets',
    probes: 'Entries by the groups that a lookup looks at to find them',
    randomKeys: (count) => `${count} entries have NaN in the key: no lookup finds them`,
    changedKeys: (count) => `${count} entries changed while they were read`,
    uncheckedKeys: (count) => `${count} more entries were not looked at, to save time`,
    probesUnknown: 'How far lookups go is not known',
    probeObstacles: {
      'map-changing': 'the map changed while it was read',
      'key-type-unknown': 'how keys of this type are hashed is not known',
      'process-hash-unknown':
        'the binary has no symbols, and what its hashes are made from could not be found by this map',
      'keys-unreadable': 'keys point to memory that could not be read',
      'hashes-disagree':
        'the hashes of the keys do not lead to their entries; the map may have changed meanwhile',
      'hashes-random': 'every key has NaN in it, so that no lookup finds any',
    },
    parts: ['Array or table', 'Entries/slots', 'Fill'],
    sample: 'Sample of entries',
    none: 'no entry could be read',
  },
};
