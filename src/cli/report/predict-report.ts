import { formatBytes, formatCount } from '../../findings/index.ts';
import {
  goLineName,
  type MapForecast,
  type Prediction,
  type ReorderedStruct,
  type SliceForecast,
  type Suggestion,
  type ValueForecast,
} from '../../predict/index.ts';
import type { Terminal } from '../terminal.ts';
import { fillBar, shortCount } from '../text/fill-bar.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type PredictWords, predictWords } from '../words/predict-words.ts';

const barCells = 10;
/** Below this the spread is not worth a line. */
const toldSpread = 0.005;

/** The report of `predict` for people. */
export function predictReport(prediction: Prediction, terminal: Terminal): Iterable<string> {
  const words = predictWords[terminal.language];
  if (prediction.kind === 'map') return mapReport(prediction, words, terminal);
  return prediction.kind === 'slice'
    ? sliceReport(prediction, words, terminal)
    : valueReport(prediction, words, terminal);
}

function* mapReport(forecast: MapForecast, words: PredictWords, terminal: Terminal): Generator<string> {
  const { paint, columns } = terminal;
  const { prediction, type, entries, deleted } = forecast;
  const filled = prediction.stages[1];
  const bytesOf = (name: string): number => {
    const stage = prediction.stages.find((each) => each.stage === name) ?? filled;
    return stage.bytes.mean + stage.boxedBytes;
  };
  const after = deleted > 0 ? formatBytes(bytesOf('deleted')) : undefined;
  const headline = words.headline(type, formatBytes(bytesOf('filled')), formatCount(entries), after);
  for (const line of wrap(headline, columns)) yield `${paint.bold(line)}\n`;
  yield '\n';
  for (const line of stageLines(forecast, words, columns)) yield `${line}\n`;
  yield '\n';
  const { mean, deviation } = filled.bytes;
  const facts = [
    words.peak(
      formatBytes(prediction.peakBytes.mean),
      formatBytes(prediction.growthGarbageBytes.mean),
      perEntryText(prediction.bytesPerEntry),
    ),
    deviation > toldSpread * mean ? words.spread(`±${((100 * deviation) / mean).toFixed(1)} %`) : '',
    words.unit(formatBytes(prediction.unit.unitSize), prediction.unit.slotPaddingBytes),
  ].filter((line) => line !== '');
  for (const fact of facts) for (const line of wrap(fact, columns)) yield `${line}\n`;
  yield `\n${paint.bold(words.versions)}\n`;
  for (const line of versionLines(forecast, words, columns)) yield `${line}\n`;
  yield* section(words.cliffs, cliffTexts(forecast, words), terminal);
  yield* section(words.suggestions, suggestionTexts(forecast.suggestions, words), terminal);
  yield* section(
    words.notes,
    prediction.notes.map((note) => words.note[note]),
    terminal,
  );
}

function stageLines({ prediction }: MapForecast, words: PredictWords, width: number): string[] {
  const columns = columnsOf(words.stageColumns, ['left', 'right', 'right', 'right', 'right', 'left']);
  const rows = prediction.stages.map(({ stage, entries, slots, bytes, boxedBytes }) => [
    words.stages[stage],
    shortCount(entries),
    shortCount(Math.round(slots.mean)),
    formatBytes(bytes.mean),
    boxedBytes > 0 ? formatBytes(boxedBytes) : '-',
    fillBar(entries, slots.mean, barCells),
  ]);
  return tableLines(columns, rows, width);
}

/** Versions that cost the same as the one before are one row. */
function versionLines({ versions }: MapForecast, words: PredictWords, width: number): string[] {
  const rows: { names: string[]; cells: string[] }[] = [];
  for (const { line, filledBytes, deletedBytes, rebuiltBytes, peakBytes } of versions) {
    const design = line.mapKind === 'classic' ? words.classic : words.swiss;
    const cells = [design, ...[filledBytes, deletedBytes, rebuiltBytes, peakBytes].map(formatBytes)];
    const last = rows.at(-1);
    if (last && last.cells.join() === cells.join()) last.names.push(goLineName(line));
    else rows.push({ names: [goLineName(line)], cells });
  }
  const columns = columnsOf(words.versionColumns, ['left', 'left', 'right', 'right', 'right', 'right']);
  return tableLines(
    columns,
    rows.map(({ names, cells }) => [
      names.length > 1 ? `${names[0]} – ${names[names.length - 1]}` : names[0],
      ...cells,
    ]),
    width,
  );
}

function cliffTexts({ prediction: { cliffs }, shape }: MapForecast, words: PredictWords): string[] {
  const { behind } = cliffs;
  const sizes = { key: shape.keyBytes, value: shape.valueBytes } as const;
  return [
    ...(behind === undefined
      ? []
      : [
          words.growthCliffBehind(
            formatCount(behind.entries),
            formatBytes(behind.bytesBefore),
            formatBytes(behind.bytesAfter),
            behind.isSharp,
          ),
        ]),
    ...cliffs.growth
      .slice(0, 2)
      .map(({ entries, bytesBefore, bytesAfter, isSharp }) =>
        words.growthCliff(formatCount(entries), formatBytes(bytesBefore), formatBytes(bytesAfter), isSharp),
      ),
    ...cliffs.boxing
      .filter(({ side, limitBytes }) => sizes[side] >= limitBytes / 2)
      .map(({ side, limitBytes, entryBytesAtLimit, entryBytesBeyond }) =>
        words.boxCliff(
          side,
          limitBytes,
          sizes[side],
          formatBytes(entryBytesAtLimit),
          formatBytes(entryBytesBeyond),
        ),
      ),
  ];
}

function suggestionTexts(suggestions: readonly Suggestion[], words: PredictWords): string[] {
  return suggestions.map(
    ({ id, type, filledBytes, deletedBytes, objects, objectBytes, scannedBytes, struct }) => {
      const filled = formatBytes(filledBytes);
      if (id === 'field-order') return struct === undefined ? '' : structText(struct, filled, words);
      if (id === 'hint') return words.hint(type, filled);
      const pointers = words.pointerValues(
        type,
        filled,
        formatBytes(deletedBytes),
        formatCount(objects),
        formatBytes(objectBytes),
      );
      return scannedBytes > 0 ? `${pointers} ${words.scanned(formatBytes(scannedBytes))}` : pointers;
    },
  );
}

/** The struct as it could be written; lines that begin with a space are kept as they are. */
function structText(
  { name, size, bestSize, fields }: ReorderedStruct,
  filled: string,
  words: PredictWords,
): string {
  const ownName = /([^.[]+)(?:\[.*)?$/.exec(name.startsWith('struct') ? 'T' : name)?.[1] ?? name;
  // As it is written in its own package, whose name is not.
  const prefix = `${name.split('.')[0]}.`;
  const lines = fields.map((field) => `      ${field.replaceAll(prefix, '')}`);
  const code = [`  type ${ownName} struct {`, ...lines, '  }'];
  return [words.fieldOrder(name, size, bestSize, filled), ...code].join('\n');
}

function* sliceReport(forecast: SliceForecast, words: PredictWords, terminal: Terminal): Generator<string> {
  const { paint, columns } = terminal;
  const { type, entries, prediction } = forecast;
  const { bytes, unusedBytes, peakBytes, garbageBytes } = prediction;
  const headline = words.sliceHeadline(
    type,
    formatBytes(bytes),
    formatCount(entries),
    formatBytes(unusedBytes),
  );
  for (const line of wrap(headline, columns)) yield `${paint.bold(line)}\n`;
  const perEntry = perEntryText(entries === 0 ? 0 : bytes / entries);
  for (const line of wrap(words.peak(formatBytes(peakBytes), formatBytes(garbageBytes), perEntry), columns))
    yield `${line}\n`;
  if (forecast.element.hasPointers) yield `${words.pointedNotCounted}\n`;
  yield* section(words.suggestions, suggestionTexts(forecast.suggestions, words), terminal);
}

function* valueReport(
  forecast: ValueForecast,
  words: PredictWords,
  { paint, columns }: Terminal,
): Generator<string> {
  const { type, entries, slotBytes, bytes, layout, buffer } = forecast;
  const headline = words.valuesHeadline(
    type,
    formatBytes(slotBytes),
    formatCount(entries),
    formatBytes(bytes),
  );
  for (const line of wrap(headline, columns)) yield `${paint.bold(line)}\n`;
  if (buffer !== undefined) yield `${words.channelBuffer(formatCount(buffer))}\n`;
  else if (layout.hasPointers) yield `${words.pointedNotCounted}\n`;
  const { struct } = layout;
  if (!struct || struct.paddingBytes === 0 || struct.best.size === layout.size) return;
  for (const line of wrap(words.holes(struct.paddingBytes, layout.size, struct.best.size), columns))
    yield `${line}\n`;
  const order = struct.best.order.map((place) => struct.fields[place].name).join(', ');
  for (const line of wrap(words.bestOrder(order), columns)) yield `${line}\n`;
}

function perEntryText(byteCount: number): string {
  return byteCount < 1024 ? `${Math.round(byteCount * 10) / 10} B` : formatBytes(byteCount);
}

function* section(title: string, texts: readonly string[], { paint, columns }: Terminal): Generator<string> {
  if (texts.length === 0) return;
  yield `\n${paint.bold(title)}\n`;
  for (const text of texts) for (const line of wrap(text, columns, '  ')) yield `${line}\n`;
}

function columnsOf(titles: readonly string[], aligns: readonly Column['align'][]): Column[] {
  return titles.map((title, place) => ({
    title,
    align: aligns[place],
    ...(place === 0 ? { shrinkTo: 8 } : {}),
  }));
}
