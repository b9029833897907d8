const maxSuggestions = 3;

/** Up to three names that hold the text, or differ from it in few letters; nearest first. */
export function nearest(text: string, names: readonly string[]): string[] {
  const wanted = text.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { name: string; score: number }[] = [];
  for (const name of names) {
    const candidate = name.toLowerCase();
    const contained = candidate.includes(wanted) || (candidate.length > 3 && wanted.includes(candidate));
    const score = contained ? 0 : editDistance(wanted, candidate, allowed);
    if (score <= allowed) scored.push({ name, score });
  }
  scored.sort((left, right) => left.score - right.score || left.name.length - right.name.length);
  return scored.slice(0, maxSuggestions).map(({ name }) => name);
}

/** Levenshtein's distance, or `limit + 1` where the lengths alone put it beyond the limit. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substituted = previous[column - 1] + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substituted, previous[column] + 1, current[column - 1] + 1));
    }
    previous = current;
  }
  return previous[right.length];
}
