import type { Language } from '../findings/index.ts';
import { type Paint, paint } from './text/paint.ts';

/** How output is to look: from options, environment and what stdout is. */
export interface Terminal {
  readonly columns: number;
  readonly paint: Paint;
  readonly language: Language;
}

export type ColourChoice = 'auto' | 'always' | 'never';

export interface TerminalOptions {
  readonly lang?: Language;
  readonly color?: ColourChoice;
}

const defaultColumns = 80;
/** Narrower than this nothing can be laid out: lines are then longer than the window. */
const minimumColumns = 60;

export function terminalFor(options: TerminalOptions): Terminal {
  const columns = process.stdout.isTTY ? process.stdout.columns || defaultColumns : defaultColumns;
  return {
    columns: Math.max(minimumColumns, columns),
    paint: paint(wantsColour(options.color ?? 'auto')),
    language: options.lang ?? localeLanguage(process.env),
  };
}

/** https://no-color.org: NO_COLOR set and not empty means none, unless the user asks for it with --color. */
function wantsColour(choice: ColourChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (process.env['NO_COLOR'] || process.env['TERM'] === 'dumb') return false;
  return process.stdout.isTTY;
}

/** The first of LC_ALL, LC_MESSAGES, LANG that is set decides, as in POSIX. */
export function localeLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}
