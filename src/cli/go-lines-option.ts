import type { GoLine } from '../gomem/index.ts';
import { goLineName, goLines, newestGoLine, parseGoLine } from '../predict/index.ts';

/** The lines of Go that `--compare` asks for: those that it names, each once, or all; without it the one of `--go`. */
export function linesToCompare(
  go: string | undefined,
  compare: string | true | undefined,
): readonly GoLine[] {
  if (compare === true) return goLines;
  if (compare === undefined) return [go === undefined ? newestGoLine : parseGoLine(go)];
  const named = compare.split(',').map(parseGoLine);
  return [...new Map(named.map((line) => [goLineName(line), line])).values()];
}
