import { type Diagnostics, UnreadableError } from '../../base/index.ts';
import type { Target } from '../inspection.ts';

/** What `go build file.go` calls its module. */
const noModule = 'command-line-arguments';

/**
 * Throws UnreadableError where two looks are of plainly different programs: other modules, or without modules other names
 * and builds. Another build of the same program is noted.
 */
export function checkSameProgram(first: Target, other: Target, diagnostics: Diagnostics): void {
  if (first.buildId !== '' && first.buildId === other.buildId) return;
  const names = [nameOf(first), nameOf(other)] as const;
  const modules = [moduleOf(first), moduleOf(other)] as const;
  const isOther = modules[0] !== '' || modules[1] !== '' ? modules[0] !== modules[1] : names[0] !== names[1];
  const differ = (what: string, [a, b]: readonly [string, string]): string[] =>
    a === b ? [] : [`${what} ${a || 'unknown'} and ${b || 'unknown'}`];
  const what = [
    ...differ('module', modules),
    ...differ('executable', names),
    ...differ('Go', [first.goVersion, other.goVersion]),
    ...differ('processor', [first.arch, other.arch]),
  ];
  if (isOther)
    throw new UnreadableError(
      'different-programs',
      `these are different programs, which have nothing to compare: ${what.join('; ')}`,
    );
  const builds =
    first.buildId === '' && other.buildId === ''
      ? 'no build id says that they are the same'
      : 'their build ids differ';
  diagnostics.add(
    'builds-differ',
    `The looks are of different builds of one program (${[builds, ...what].join('; ')}): names may have changed between them.`,
  );
}

function nameOf({ exe }: Target): string {
  return exe.replace(/ \(deleted\)$/, '').replace(/^.*\//, '');
}

function moduleOf({ modulePath }: Target): string {
  return modulePath === noModule ? '' : modulePath;
}
