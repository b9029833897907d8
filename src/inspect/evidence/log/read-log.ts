import { type Finding, formatCount, isAtLeast, type Language } from '../../../findings/index.ts';
import { flameTree, profileOfGoroutines } from '../../../profile/index.ts';
import type { EvidenceFile } from '../evidence-file.ts';
import type { EvidenceKind, EvidenceReport } from '../evidence-report.ts';
import { judgeLog } from './judge-log.ts';
import { accountOfLog, type LogAccount } from './log-account.ts';
import { collectionSentence, logTables } from './log-tables.ts';
import { logTimelines } from './log-timelines.ts';

/** The report of a log: collections, dumps of goroutines, deaths and races. Rejects with UnreadableError where it has none. */
export async function readLog(file: EvidenceFile): Promise<EvidenceReport> {
  const account = await accountOfLog(file);
  const findingsIn = judgeLog(account);
  const { counts, bytesRead, goVersion, gc, dump, dumps, deaths, races, diagnostics } = account;
  const { stacks, ...dumpFacts } = dump ?? {};
  return {
    target: { kind: kindOf(account), source: file.name, goVersion },
    bytesRead,
    facts: {
      log: { ...counts, runCount: gc.runs.length, dumpCount: dumps.length },
      gc: { runs: gc.runs },
      ...(dump ? { dump: dumpFacts } : {}),
      deathDetails: deaths,
      raceDetails: races,
    },
    diagnostics: diagnostics.list(),
    ...(stacks ? { flame: () => flameTree(profileOfGoroutines(stacks)), flameType: 'goroutine' } : {}),
    wordingIn: (language) => {
      const findings = findingsIn(language);
      return {
        headline: headlineOf(account, findings, language),
        ledger: null,
        tables: logTables(account, language),
        timelines: logTimelines(account, language),
        findings,
      };
    },
  };
}

/** What matters most of what is in it. */
function kindOf({ deaths, races, dump, gc }: LogAccount): EvidenceKind {
  if (deaths.some(({ kind }) => kind !== 'signal') || races.length > 0) return 'crash';
  if (dump && dump.count > gc.runs.length) return 'goroutine-dump';
  return gc.runs.length > 0 || !dump ? 'gc-log' : 'goroutine-dump';
}

function headlineOf(account: LogAccount, [worst]: readonly Finding[], language: Language): string {
  const { deaths, dump, gc, counts } = account;
  if (worst && isAtLeast(worst.severity, 'medium')) {
    if (worst.id === 'gc-thrash' || worst.id === 'forced-gc')
      return `${worst.title}${language === 'en' ? ': ' : '：'}${collectionSentence(account, language)}`;
    return { en: `${worst.where}: ${worst.title}.`, zh: `${worst.where}：${worst.title}。` }[language];
  }
  if (gc.runs.length > 0) return collectionSentence(account, language);
  if (dump) {
    const [largest] = dump.groups;
    const places = { en: '', zh: '' };
    if (largest && largest.count > 1) {
      places.en = `, ${formatCount(largest.count)} of them in ${largest.standsIn}`;
      places.zh = `，其中 ${formatCount(largest.count)} 个在 ${largest.standsIn}`;
    }
    return {
      en: `${formatCount(dump.count)} goroutines${places.en}.`,
      zh: `${formatCount(dump.count)} 个 goroutine${places.zh}。`,
    }[language];
  }
  const [death] = deaths;
  if (death)
    return { en: `The program ended: ${death.message}.`, zh: `程序终止：${death.message}。` }[language];
  return {
    en: `${formatCount(counts.lineCount)} lines, of which few are of the Go runtime.`,
    zh: `共 ${formatCount(counts.lineCount)} 行，其中只有少数来自 Go 运行时。`,
  }[language];
}
