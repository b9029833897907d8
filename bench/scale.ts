/*
 * How long a look takes, what it reads and what it needs, on processes of known content: the 2 GB service with one
 * emptied map among 100,000 small ones, and the tree with 8 million small maps. Wall time is the whole command with
 * Node's start; `work` is what `cost.wallMs` says. Every run's answer is checked against the program's own.
 */
import { buildFixture } from '../test/truth/toolchain.ts';
import { type Look, look } from './highwater.ts';
import { median, startTarget } from './measure.ts';
import { machineLine, mebibytes, milliseconds, printTable } from './print.ts';
import { checkEqual, type Truth } from './truth.ts';

interface Case {
  readonly name: string;
  readonly toolchain: string;
  readonly scale: string;
  readonly options: readonly string[];
}

const runs = 5;

const cases: readonly Case[] = [
  { name: 'service, census', toolchain: 'local', scale: 'service', options: ['--no-holders', '--top', '20'] },
  {
    name: 'service, 20 holders',
    toolchain: 'local',
    scale: 'service',
    options: ['--no-graph', '--top', '20'],
  },
  {
    name: 'service, every object',
    toolchain: 'local',
    scale: 'service',
    options: ['--graph', '--top', '20'],
  },
  {
    name: 'service 1.23, census',
    toolchain: 'go1.23.12',
    scale: 'service',
    options: ['--no-holders', '--top', '20'],
  },
  {
    name: 'service 1.23, holders',
    toolchain: 'go1.23.12',
    scale: 'service',
    options: ['--no-graph', '--top', '20'],
  },
  { name: 'many, census', toolchain: 'local', scale: 'many', options: ['--no-holders', '--top', '20'] },
  { name: 'many, 20 holders', toolchain: 'local', scale: 'many', options: ['--no-graph', '--top', '20'] },
  { name: 'many, every object', toolchain: 'local', scale: 'many', options: ['--graph', '--top', '20'] },
];

async function measure(entry: Case): Promise<string[]> {
  const target = await startTarget(buildFixture({ toolchain: entry.toolchain }, 'plain'), [
    `--scale=${entry.scale}`,
  ]);
  try {
    const truth = JSON.parse(target.truth) as Truth;
    const samples = [];
    let answer: Look | undefined;
    for (let run = 0; run < runs; run++) {
      const sample = look(target.pid, entry.options);
      checkEqual(truth, sample.answer);
      answer = sample.answer;
      samples.push(sample);
    }
    if (!answer) throw new Error('no run');
    const read = answer.cost.bytesRead;
    return [
      entry.name,
      mebibytes(answer.ledger.totalBytes),
      String(answer.totals.all.maps),
      milliseconds(median(samples.map((sample) => sample.wallMs))),
      milliseconds(median(samples.map((sample) => sample.answer.cost.wallMs))),
      mebibytes(read),
      `${((100 * read) / answer.ledger.totalBytes).toFixed(2)} %`,
      mebibytes(median(samples.map((sample) => sample.peakBytes))),
      answer.maps[0]?.holders[0] ?? '-',
    ];
  } finally {
    await target.stop();
  }
}

const only = process.argv[2];
const rows: string[][] = [];
for (const entry of cases) {
  if (only !== undefined && !entry.name.startsWith(only)) continue;
  rows.push(await measure(entry));
}
console.log(machineLine(`median of ${runs} runs`));
printTable(['case', 'RSS', 'maps', 'wall', 'work', 'read', 'of RSS', 'peak', 'largest held by'], rows);
