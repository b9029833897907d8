import type { Severity } from '../../findings/index.ts';

/** Colours, or nothing: text is styled after it was measured and padded. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  /** One of a few colours that differ: of the curves of a plot, and the like. */
  readonly curve: (which: number, text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

const severityCodes: Readonly<Record<Severity, number>> = { high: 31, medium: 33, low: 36, info: 34 };

const curveCodes = [36, 33, 35, 32, 34, 31];

export function paint(colour: boolean): Paint {
  const style = (code: number, text: string): string => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    bold: (text) => style(1, text),
    dim: (text) => style(2, text),
    curve: (which, text) => style(curveCodes[which % curveCodes.length], text),
    severity: (severity, text) => style(severityCodes[severity], text),
  };
}
