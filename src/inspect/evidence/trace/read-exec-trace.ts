import { Diagnostics, UnreadableError } from '../../../base/index.ts';
import { readTrace, traceMinor } from '../../../formats/index.ts';
import type { EvidenceFile } from '../evidence-file.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import { judgeTrace } from './judge-trace.ts';
import type { MapTypeHistory } from './map-memory.ts';
import { accountOfTrace, type TraceAccount } from './trace-account.ts';
import { TraceSurvey } from './trace-survey.ts';
import { traceTables } from './trace-tables.ts';
import { traceTimelines } from './trace-timelines.ts';
import { traceHeadline, tracePlots } from './trace-words.ts';

/** The report of an execution trace. Rejects with UnreadableError where not one generation of it is whole, or its format is too old. */
export async function readExecTrace(file: EvidenceFile): Promise<EvidenceReport> {
  const account = await accountOf(file);
  const { bytesRead, diagnostics } = account;
  return {
    target: { kind: 'exec-trace', source: file.name, goVersion: null },
    bytesRead,
    facts: traceFacts(account),
    diagnostics,
    wordingIn: (language) => ({
      headline: traceHeadline(account, language),
      ledger: null,
      plots: tracePlots(account, language),
      tables: traceTables(account, language),
      timelines: traceTimelines(account, language),
      findings: judgeTrace(account, language),
    }),
  };
}

async function accountOf(file: EvidenceFile): Promise<TraceAccount> {
  const diagnostics = new Diagnostics();
  const reader = readTrace(file.head, diagnostics);
  const survey = new TraceSurvey();
  let bytesRead = 0;
  for await (const piece of file.pieces()) {
    bytesRead += piece.length;
    for (const generation of reader.push(piece)) survey.read(generation);
  }
  for (const generation of reader.end()) survey.read(generation);
  survey.end();
  if (survey.eventCount === 0) {
    const [first] = diagnostics.list();
    throw new UnreadableError(
      'trace-empty',
      `${file.name} has no whole generation of events${first ? `: ${first.message}` : ''}`,
    );
  }
  noteWhatIsMissing(survey, diagnostics);
  const source = file.name;
  return accountOfTrace(survey, {
    source,
    bytesRead,
    formatMinor: traceMinor(file.head) ?? 0,
    diagnostics: diagnostics.list(),
  });
}

function noteWhatIsMissing({ maps, firstGeneration }: TraceSurvey, diagnostics: Diagnostics): void {
  if (firstGeneration > 1) {
    diagnostics.add(
      'trace-begins-late',
      'the trace begins within the run of the tracer, as what a flight recorder kept does: what was before is not told',
    );
  }
  if (maps.unknownSizeCount > 0) {
    diagnostics.add(
      'trace-objects-without-size',
      `${maps.unknownSizeCount} arrays of maps lie where the trace tells of no span: they have no size and are left out`,
    );
  }
}

/** Sums and series for JSON. */
function traceFacts(account: TraceAccount): Readonly<Record<string, unknown>> {
  const { collections, goroutines, cpu, periods, maps } = account;
  return {
    trace: {
      format: `go 1.${account.formatMinor}`,
      elapsedMs: account.elapsedMs,
      beganAtMs: account.beganAtMs,
      generationCount: account.generationCount,
      firstGeneration: account.firstGeneration,
      eventCount: account.eventCount,
      cpuSampleCount: account.cpuSampleCount,
      processorCount: account.processorCount,
      goroutines,
      cpu,
      collections: { ...collections, callers: account.callers },
      stops: { count: account.stopCount, totalMs: account.stoppedMs },
    },
    timeline: periods.map(({ runNs, assistNs, gcNs, ...period }) => ({
      ...period,
      runMs: runNs / 1e6,
      assistMs: assistNs / 1e6,
      gcMs: gcNs / 1e6,
    })),
    goroutineDetails: account.sites,
    ...(maps ? { mapHistory: maps.map(historyFacts) } : {}),
  };
}

function historyFacts(history: MapTypeHistory): object {
  const { name, allocatedCount, allocatedBytes, freedCount, freedBytes, series, steps } = history;
  return {
    type: name,
    allocatedCount,
    allocatedBytes,
    freedCount,
    freedBytes,
    points: series.changes().map(({ untilMs, value }) => ({ untilMs, bytes: value })),
    steps,
  };
}
