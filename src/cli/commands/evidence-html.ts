import { formatCount, type Language } from '../../findings/index.ts';
import type { EvidenceReport } from '../../inspect/index.ts';
import { evidencePageJson } from '../../web/index.ts';
import { UsageError } from '../failure.ts';
import { type PageTarget, refusePageTarget, writePage } from '../page-file.ts';

/** Rows of each table that go into the page where the command line does not say. */
const usualRows = 1000;
/** A browser shows more than this, but takes its time. */
const mostRows = 100_000;

/** Fails where no page can be written: a limit that is too high, a file of somebody else's. */
export function refuseEvidencePage(target: PageTarget, top: number | undefined): void {
  if (top !== undefined && top > mostRows)
    throw new UsageError(
      `a page of --html has at most ${formatCount(mostRows)} rows of a table; ask for fewer by --top`,
    );
  refusePageTarget('evidence', target);
}

/** Writes what `--json` says of evidence, the first rows of it, as a page to click through. */
export async function writeEvidencePage(
  report: EvidenceReport,
  wallMs: number,
  target: PageTarget,
  language: Language,
  top: number = usualRows,
): Promise<void> {
  const { target: source, bytesRead, diagnostics, flameType } = report;
  const flame = report.flame?.();
  const goroutineFlame = report.goroutineFlame?.();
  const json = evidencePageJson(
    {
      language,
      madeAt: new Date().toISOString(),
      target: source,
      cost: { wallMs, pausedMs: 0, bytesRead },
      diagnostics,
      words: { en: report.wordingIn('en'), zh: report.wordingIn('zh') },
      ...(flame ? { flame } : {}),
      ...(goroutineFlame ? { goroutineFlame } : {}),
      ...(flameType === undefined ? {} : { flameType }),
    },
    top,
  );
  await writePage('evidence', target, json, language);
}
