import { formatAddress } from '../../base/index.ts';
import { formatBytes, formatCount, heldBytes, unknownType } from '../../findings/index.ts';
import type { MapDetail, MapProbes } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { fillBar } from '../text/fill-bar.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import { tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type Words, words as allWords } from '../words/words.ts';
import { MapWriter } from './inspect-json.ts';
import { valueLines } from './value-lines.ts';

const barCells = 30;
const shownParts = 10;

/** `inspect --map` for people. */
export function* mapDetailReport(detail: MapDetail, terminal: Terminal): Generator<string> {
  for (const line of lines(detail, terminal)) yield `${line}\n`;
}

/** `inspect --map --json`: the map's fields as in the list, and what was seen inside. */
export function* mapDetailJson(detail: MapDetail): Generator<string> {
  const { record, parts, ...rest } = detail;
  const plainParts = parts.map((part) => ({ ...part, address: formatAddress(part.address) }));
  yield `{"map":${new MapWriter().json(record)},\n${JSON.stringify({ ...rest, parts: plainParts }).slice(1)}\n`;
}

function* lines(detail: MapDetail, terminal: Terminal): Generator<string> {
  const { paint, columns, language } = terminal;
  const words = allWords[language];
  const { detail: text } = words;
  const { record } = detail;
  yield paint.bold(`${printable(record.type ?? unknownType)} @ ${formatAddress(record.address)}`);
  yield* wrap(
    `${text.holders}: ${printable(record.holders.join(', ')) || words.unknown} (${formatCount(record.holderCount)})`,
    columns,
  );
  yield text.size(
    formatCount(record.len),
    formatCount(record.slots),
    formatBytes(heldBytes(record)),
    formatBytes(record.rebuiltBytes + record.boxedBytes),
  );
  if (detail.unitBytes > 0)
    yield text.layout(detail.keyBytes, detail.elemBytes, detail.unitBytes, detail.keyBoxed, detail.elemBoxed);
  yield* wrap(
    text.storage(record.tombstones, record.overflowBuckets, record.growing, detail.fullGroups),
    columns,
  );
  if (detail.unitBytes === 0) return;
  yield '';
  yield* histogram(text.fillHistogram, detail.fillHistogram, 0, paint);
  if (detail.chainHistogram.length > 0) {
    yield '';
    yield* histogram(text.chains, detail.chainHistogram, 1, paint);
  }
  if (detail.probes) yield* probeLines(detail.probes, text, columns, paint);
  if (detail.partCount > 1) {
    yield '';
    yield* partLines(detail, words, columns, paint);
  }
  if (detail.values) {
    yield '';
    yield* valueLines(detail.values, terminal);
  }
  yield '';
  yield paint.bold(text.sample);
  if (detail.sample.length === 0) yield `  ${text.none}`;
  for (const { key, elem } of detail.sample)
    yield* wrap(`${printable(key)}: ${printable(elem)}`, columns, '  ');
}

function* probeLines(
  { histogram: lengths, randomKeys, changedKeys, uncheckedKeys, obstacle }: MapProbes,
  text: Words['detail'],
  columns: number,
  paint: Paint,
): Generator<string> {
  if (lengths.length > 0) {
    yield '';
    yield* histogram(text.probes, lengths, 1, paint);
    if (randomKeys > 0) yield* wrap(text.randomKeys(formatCount(randomKeys)), columns);
    if (changedKeys > 0) yield* wrap(text.changedKeys(formatCount(changedKeys)), columns);
    if (uncheckedKeys > 0) yield* wrap(text.uncheckedKeys(formatCount(uncheckedKeys)), columns);
  }
  if (obstacle !== null) {
    yield '';
    yield* wrap(`${text.probesUnknown}: ${text.probeObstacles[obstacle]}`, columns);
  }
}

function* histogram(
  title: string,
  counts: readonly number[],
  first: number,
  { bold }: Paint,
): Generator<string> {
  yield bold(title);
  const most = Math.max(1, ...counts);
  for (let place = 0; place < counts.length; place++) {
    if (first === 1 && counts[place] === 0) continue;
    const label = String(place + first).padStart(4);
    yield `${label}  ${fillBar(counts[place], most, barCells)}  ${formatCount(counts[place])}`;
  }
}

function partLines(
  { parts, partCount }: MapDetail,
  words: Words,
  columns: number,
  { bold }: Paint,
): string[] {
  const rows = parts
    .slice(0, shownParts)
    .map(({ address, units, entries }) => [
      formatAddress(address),
      `${formatCount(entries)}/${formatCount(units * 8)}`,
      fillBar(entries, units * 8, 16),
    ]);
  const [array, entriesPerSlots, fill] = words.detail.parts;
  const [header, ...rest] = tableLines(
    [
      { title: array, align: 'left' },
      { title: entriesPerSlots, align: 'right' },
      { title: fill, align: 'left' },
    ],
    rows,
    columns,
  );
  const more = partCount - shownParts;
  return [bold(header), ...rest, ...(more > 0 ? [words.moreRows(formatCount(more))] : [])];
}
