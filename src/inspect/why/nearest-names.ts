const nearestLimit = 3;
const longestName = 200;

/** Of many names those most like a wrong one: names that end with it or contain it, then those with fewest letters to change. */
export function nearestNames(wrong: string, names: Iterable<string>): string[] {
  const wanted = wrong.toLowerCase().slice(0, longestName);
  const ranked: { name: string; distance: number }[] = [];
  for (const name of names) {
    const lower = name.toLowerCase().slice(0, longestName);
    const distance =
      wanted !== '' && lower.includes(wanted)
        ? lower.endsWith(wanted)
          ? 0
          : 0.5
        : editDistance(wanted, lower);
    if (distance < 1 || distance <= Math.max(2, wanted.length / 3)) ranked.push({ name, distance });
  }
  ranked.sort(
    (a, b) => a.distance - b.distance || a.name.length - b.name.length || (a.name < b.name ? -1 : 1),
  );
  return ranked.slice(0, nearestLimit).map(({ name }) => name);
}

/** Letters to insert, delete or replace (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let place = 1; place <= from.length; place++) {
    const next = [place];
    for (let at = 1; at <= to.length; at++) {
      const replaced = row[at - 1] + (from[place - 1] === to[at - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[at] + 1, next[at - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}
