import type { LabWords } from './words.ts';

/** `1.18 to 1.20, 1.22`: runs of at least three neighbours of `all` are told by their ends. */
export function lineRanges(lines: readonly string[], all: readonly string[], words: LabWords): string {
  const wanted = new Set(lines);
  const runs: string[][] = [];
  let open: string[] | undefined;
  for (const line of all) {
    if (!wanted.has(line)) open = undefined;
    else if (open) open.push(line);
    else runs.push((open = [line]));
  }
  const texts = runs.flatMap((run) => (run.length < 3 ? run : [words.to(run[0], run[run.length - 1])]));
  return texts.join(words.listComma);
}
