import { Diagnostics, UnreadableError, utf8 } from '../../../base/index.ts';
import {
  isHeapText,
  type MemoryStatistics,
  nothingTold,
  readExpvar,
  readHeapText,
  readMetricsText,
  readRuntimeMetrics,
} from '../../../formats/index.ts';
import { goVersionOfText } from '../endpoint/allocation-lines.ts';
import type { EvidenceFile } from '../evidence-file.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import { statisticsReport } from '../statistics-report.ts';

/** What such a text has at most; more is no account of one process. */
const mostBytes = 2 ** 27;

/** Reads one of these files. Rejects with UnreadableError where it has nothing of a Go program's memory. */
export async function readStatistics(file: EvidenceFile): Promise<EvidenceReport> {
  const text = await textOf(file);
  const diagnostics = new Diagnostics();
  const heap = isHeapText(text) ? (readHeapText(text, diagnostics) ?? null) : null;
  const statistics = heap ? (heap.statistics ?? nothingTold) : statisticsOf(text, diagnostics);
  if (!statistics) throw nothingThere(file.name, diagnostics);
  const goVersion = statistics.goVersion ?? (heap && goVersionOfText(heap));
  return statisticsReport(
    {
      target: { kind: heap ? 'profile' : 'metrics', source: file.name, goVersion },
      bytesRead: text.length,
      statistics: { ...statistics, goVersion },
      heap,
    },
    diagnostics,
  );
}

function statisticsOf(text: string, diagnostics: Diagnostics): MemoryStatistics | undefined {
  if (/^\s*\{/.test(text)) return readExpvar(text, diagnostics)?.statistics;
  return readMetricsText(text, diagnostics) ?? readRuntimeMetrics(text, diagnostics);
}

function nothingThere(name: string, diagnostics: Diagnostics): UnreadableError {
  const [first] = diagnostics.list();
  return new UnreadableError(
    'no-evidence',
    `${name} has metrics, but nothing that can be told of one Go program's memory${first ? `: ${first.message}` : ''}`,
  );
}

async function textOf(file: EvidenceFile): Promise<string> {
  const pieces: Uint8Array[] = [];
  let byteCount = 0;
  for await (const piece of file.pieces()) {
    byteCount += piece.length;
    if (byteCount > mostBytes)
      throw new UnreadableError(
        'evidence-too-large',
        `${file.name} has more than ${mostBytes / 2 ** 20} MiB: that is no account of one process`,
      );
    pieces.push(piece);
  }
  return utf8(Buffer.concat(pieces));
}
