import type { Language } from '../../findings/index.ts';
import type { ArticleRule, LineGrowth } from '../../inspect/index.ts';

/** The wording of what lines did over time. */
export interface SeriesWords {
  readonly help: {
    readonly watch: string;
    readonly every: string;
    readonly prometheus: string;
    readonly selector: string;
    readonly range: string;
    readonly rule: string;
  };
  readonly columns: Readonly<
    Record<
      | 'line'
      | 'trend'
      | 'first'
      | 'peak'
      | 'peakAt'
      | 'now'
      | 'perHour'
      | 'low'
      | 'high'
      | 'pValue'
      | 'runs'
      | 'verdict',
      string
    >
  >;
  readonly reason: Readonly<Record<LineGrowth['reason'], string>>;
  /** What it was asked of. */
  span(source: string, looks: number, time: string): string;
  grows(line: string, perHour: string, low: string, high: string, pValue: string): string;
  /** From first to last, and when it was highest; a slope may follow. */
  course(line: string, first: string, last: string, peak: string, peakTime: string): string;
  slope(perHour: string, low: string, high: string, pValue: string): string;
  readonly noneGrows: string;
  /** Where no line can be judged yet. */
  readonly unknown: string;
  /** Of the page: charts, tables, and when it was asked. */
  readonly charts: {
    readonly growing: Readonly<Record<LineGrowth['unit'], string>>;
    readonly others: Readonly<Record<LineGrowth['unit'], string>>;
    readonly starts: string;
    readonly table: Readonly<Record<LineGrowth['unit'], string>>;
    readonly ruleColumns: Readonly<Record<'rule' | 'value' | 'threshold' | 'meaning', string>>;
    span(from: string, to: string, looks: number): string;
  };
  readonly rules: string;
  readonly rule: Readonly<Record<ArticleRule, string>>;
  readonly ruleVerdict: Readonly<Record<'fires' | 'quiet' | 'unknown', string>>;
  readonly ended: string;
  more(lines: number): string;
  readonly diagnostics: string;
}

export const seriesWords: Readonly<Record<Language, SeriesWords>> = {
  en: {
    help: {
      watch:
        'look at a process or URL again and again for so long, and say what grows (10m); Ctrl-C tells what is known by then',
      every: 'of --watch: from look to look (default: 30s)',
      prometheus: 'what grows, by the metrics of a Prometheus server',
      selector: 'of --prometheus: whose series, as label matchers: \'job="api"\'',
      range: 'of --prometheus: how far back (default: 14d)',
      rule: 'of a series: another threshold of a rule, as week-on-week=0.5 (repeatable)',
    },
    columns: {
      line: 'LINE',
      trend: 'TREND',
      first: 'FIRST',
      peak: 'PEAK',
      peakAt: 'PEAK AT (UTC)',
      now: 'NOW',
      perHour: 'PER HOUR',
      low: '95 % LOW',
      high: 'HIGH',
      pValue: 'P',
      runs: 'RUNS',
      verdict: 'VERDICT',
    },
    reason: {
      'rises-with-time': 'grows',
      'rises-beyond-other-days': 'grows, beyond other days',
      'rises-from-day-to-day': 'grows, from day to day',
      'too-little-to-matter': 'steady',
      falls: 'steady: falls',
      'one-step': 'unknown: one step',
      noise: 'unknown: noise',
      'few-points': 'unknown: too few points',
      'few-days': 'unknown: too few days',
      'young-run': 'unknown: restarted lately',
      gaps: 'unknown: gaps',
    },
    span: (source, looks, time) => `${source}: ${looks} looks in ${time}.`,
    grows: (line, perHour, low, high, pValue) =>
      `${line} grows by ${perHour} an hour (95 %: ${low} to ${high}; p ${pValue}).`,
    course: (line, first, last, peak, time) =>
      `${line}: from ${first} to ${last}, highest with ${peak} at ${time} UTC`,
    slope: (perHour, low, high, pValue) => `; ${perHour} an hour (95 %: ${low} to ${high}; p ${pValue})`,
    noneGrows: 'Nothing grows beyond noise.',
    unknown: 'Nothing can be said of growth yet.',
    charts: {
      growing: { bytes: 'Lines that grow', count: 'Counts that grow' },
      others: { bytes: 'Lines by their peaks', count: 'Counts' },
      starts: 'started anew',
      table: { bytes: 'Lines', count: 'Counts' },
      ruleColumns: { rule: 'rule', value: 'value', threshold: 'threshold', meaning: 'meaning' },
      span: (from, to, looks) => `${looks} looks from ${from} to ${to} UTC.`,
    },
    rules: "The articles' rules, mended",
    rule: {
      'growth-per-minute': 'troughs rise by so many bytes a minute, twice in a row',
      'live-objects': 'so many more objects, and their number rises',
      'week-on-week': 'a day of live bytes against the same day a week before',
      'goroutine-surge': 'so many times the usual number of goroutines, and they stay',
    },
    ruleVerdict: { fires: 'fires', quiet: 'quiet', unknown: 'unknown' },
    ended: 'Ended early: this is what is known so far.',
    more: (lines) => `… and ${lines} more lines`,
    diagnostics: 'Diagnostics',
  },
  zh: {
    help: {
      watch: '在这段时间内反复查看一个进程或 URL，并说明什么在增长（10m）；按 Ctrl-C 输出已知结果',
      every: '配合 --watch：两次查看的间隔（默认 30s）',
      prometheus: '根据 Prometheus 服务器的指标，说明什么在增长',
      selector: '配合 --prometheus：哪些序列，写标签匹配：\'job="api"\'',
      range: '配合 --prometheus：回看多久（默认 14d）',
      rule: '序列：为某条规则另设阈值，如 week-on-week=0.5（可重复）',
    },
    columns: {
      line: '行',
      trend: '走势',
      first: '最初',
      peak: '峰值',
      peakAt: '峰值时间（UTC）',
      now: '当前',
      perHour: '每小时',
      low: '95% 下限',
      high: '上限',
      pValue: 'P',
      runs: '运行次数',
      verdict: '结论',
    },
    reason: {
      'rises-with-time': '增长',
      'rises-beyond-other-days': '增长，超出往日同时段',
      'rises-from-day-to-day': '增长，逐日上升',
      'too-little-to-matter': '平稳',
      falls: '平稳：下降',
      'one-step': '未知：一次阶跃',
      noise: '未知：噪声',
      'few-points': '未知：点太少',
      'few-days': '未知：天数太少',
      'young-run': '未知：刚重启不久',
      gaps: '未知：有缺口',
    },
    span: (source, looks, time) => `${source}：${time}内查看 ${looks} 次。`,
    grows: (line, perHour, low, high, pValue) =>
      `${line} 每小时增长 ${perHour}（95%：${low} 至 ${high}；p ${pValue}）。`,
    course: (line, first, last, peak, time) => `${line}：从 ${first} 到 ${last}，最高 ${peak}（${time} UTC）`,
    slope: (perHour, low, high, pValue) => `；每小时 ${perHour}（95%：${low} 至 ${high}；p ${pValue}）`,
    noneGrows: '没有超出噪声的增长。',
    unknown: '目前还无法判断是否增长。',
    charts: {
      growing: { bytes: '增长的行', count: '增长的计数' },
      others: { bytes: '各行（按峰值）', count: '计数' },
      starts: '重新启动',
      table: { bytes: '各行', count: '计数' },
      ruleColumns: { rule: '规则', value: '数值', threshold: '阈值', meaning: '含义' },
      span: (from, to, looks) => `从 ${from} 到 ${to}（UTC）查看 ${looks} 次。`,
    },
    rules: '文章中的规则（已修正）',
    rule: {
      'growth-per-minute': '低谷每分钟上升这么多字节，且连续两次',
      'live-objects': '对象多出这么多，且数量随时间上升',
      'week-on-week': '一天的存活字节与上周同一天相比',
      'goroutine-surge': 'goroutine 数是平常的这么多倍，且居高不下',
    },
    ruleVerdict: { fires: '触发', quiet: '未触发', unknown: '未知' },
    ended: '提前结束：以下是目前已知的结果。',
    more: (lines) => `……另有 ${lines} 行`,
    diagnostics: '诊断信息',
  },
};
