import { formatCount, type Language } from '../../findings/index.ts';
import type { Inspection } from '../../inspect/index.ts';
import { reportJson } from '../../web/index.ts';
import { UsageError } from '../failure.ts';
import { type PageTarget, refusePageTarget, writePage } from '../page-file.ts';
import { inspectJson } from '../report/inspect-json.ts';

/** Entries of each list that go into the page where the command line does not say. */
export const usualPageRows = 1000;
/** A browser shows more than this, but takes its time. */
const mostPageRows = 100_000;

/** Fails, before the work begins, where no page could be written in the end. */
export function refuseReportPage(target: PageTarget, top: number | undefined): void {
  if (top !== undefined && top > mostPageRows)
    throw new UsageError(
      `a page of --html has at most ${formatCount(mostPageRows)} maps; ask for fewer by --top`,
    );
  refusePageTarget('report', target);
}

/** Writes what `inspect --json` says, the largest maps of it, as a page to click through. */
export async function writeReportPage(
  inspection: Inspection,
  target: PageTarget,
  language: Language,
  top: number = usualPageRows,
): Promise<void> {
  const json = [...inspectJson(inspection, top)].join('');
  const translation = inspection.wordingIn(language === 'en' ? 'zh' : 'en');
  const madeAt = new Date().toISOString();
  await writePage('report', target, reportJson(json, { language, madeAt, translation }, top), language);
}
