import { formatBytes, formatCount } from '../../findings/index.ts';
import type { GoroutineAccount, GoroutineGroupAccount } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type GoroutineWords, goroutineWords } from '../words/goroutine-words.ts';

const rowLimit = 5;
/** A program with fewer goroutines of its own has nothing to tell about them. */
const leastCount = 10;
const shownLabels = 2;

/** The largest groups, most first; nothing for a handful of goroutines. */
export function* goroutineLines(account: GoroutineAccount, terminal: Terminal): Generator<string> {
  const { paint, columns: width, language } = terminal;
  const words = goroutineWords[language];
  const groups = account.groups.filter(({ isSystem }) => !isSystem);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (count < leastCount) return;
  yield paint.bold(words.title(formatCount(count), formatCount(account.dead)));
  const { columns } = words;
  const layout: Column[] = [
    { title: columns.count, align: 'right' },
    { title: columns.createdBy, align: 'left', shrinkTo: 12 },
    { title: columns.waits, align: 'left', shrinkTo: 10 },
    { title: columns.at, align: 'left', shrinkTo: 12, weight: 2 },
    { title: columns.age, align: 'right' },
    { title: columns.used, align: 'right' },
    { title: columns.reserved, align: 'right' },
  ];
  const shown = groups.slice(0, rowLimit);
  const [header, ...rows] = tableLines(
    layout,
    shown.map((group) => cells(group, words)),
    width,
  );
  yield paint.dim(header);
  for (const [place, row] of rows.entries()) {
    yield row;
    const labels = labelText(shown[place]);
    if (labels !== '') yield* wrap(`  ${words.labels(labels)}`, width, '  ');
  }
  if (groups.length > rowLimit) yield words.more(formatCount(groups.length - rowLimit));
  if (shown.some(({ oldestWaitMs }) => oldestWaitMs !== null)) yield* wrap(words.ageNote, width);
}

function cells(group: GoroutineGroupAccount, words: GoroutineWords): string[] {
  const { createdBy, createdAt, standsIn, standsAt, oldestWaitMs } = group;
  return [
    formatCount(group.count),
    printable(createdBy === '' ? group.function : withLine(createdBy, createdAt)),
    printable(group.waitReason),
    printable(withLine(standsIn, standsAt)),
    oldestWaitMs === null ? '-' : words.age(oldestWaitMs / 1000),
    formatBytes(group.stackUsedBytes),
    formatBytes(group.stackReservedBytes),
  ];
}

/** `main.start:12`; JSON has the file. */
function withLine(name: string, place: string): string {
  return name + (/:\d+$/.exec(place)?.[0] ?? '');
}

function labelText({ labels }: GoroutineGroupAccount): string {
  return labels
    .slice(0, shownLabels)
    .map(({ key, value, count }) => `${printable(key)}=${printable(value)} ×${formatCount(count)}`)
    .join(', ');
}
