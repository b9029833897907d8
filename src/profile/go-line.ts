import type { ProfileColumns } from '../formats/index.ts';
import type { GoLine } from '../gomem/index.ts';

/**
 * The Go version of the program, `go1.23` or `go1.23.12`; undefined where the profile does not give it away. It has no field
 * for it: the folder of a downloaded toolchain names it, else the line at which runtime.main calls main.main
 * (runtime/proc.go of the releases 1.21.13, 1.22.12, 1.23.12, 1.24.12, 1.25.5 and 1.26.3), which is on nearly every stack.
 */
export function goVersionOf(profile: ProfileColumns): string | undefined {
  const { functions, locations, texts } = profile;
  for (let at = 0; at < functions.count; at++) {
    if (!texts.text(functions.names[at]).startsWith('runtime.')) continue;
    const named = /[@\-/](go1\.\d+(?:\.\d+)?)(?=[./-])[^/]*\/src\/runtime\//.exec(
      texts.text(functions.fileNames[at]),
    );
    if (named) return named[1];
  }
  for (let line = 0; line < locations.lineFunctions.length; line++) {
    const callee = locations.lineFunctions[line];
    if (callee >= functions.count || texts.text(functions.names[callee]) !== 'runtime.main') continue;
    const minor = minorByMainLine[locations.lineNumbers[line]];
    if (minor !== undefined) return `go1.${minor}`;
  }
  return undefined;
}

const minorByMainLine: Readonly<Record<number, number>> = {
  267: 21,
  271: 22,
  272: 23,
  283: 24,
  285: 25,
  290: 26,
};

/** What the version says of maps; undefined where both designs were to be had (1.24 and 1.25 with noswissmap). */
export function goLineOf(version: string | undefined): GoLine | undefined {
  const minor = Number(/^go1\.(\d+)/.exec(version ?? '')?.[1]);
  if (Number.isNaN(minor) || minor === 24 || minor === 25) return undefined;
  return { minor, mapKind: minor >= 24 ? 'swiss' : 'classic' };
}
