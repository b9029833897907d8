/*
 * Names of fields that say that something is over. A name counts only where nothing but fillers stands beside the word:
 * `isClosed` and `connClosed` do, `notifyClosed` and `readClosed` do not.
 */

/** How sure a name makes: `clear` cannot mean anything else; `likely` is right of what lives and ends, not of what is computed. */
export type Weight = 'clear' | 'likely';

const overWhenTrue: ReadonlyMap<string, Weight> = weighed({
  clear:
    'closed dead expired deleted removed stopped inactive disconnected terminated cancelled canceled evicted ' +
    'destroyed disposed revoked ended gone exited killed shutdown aborted abandoned obsolete tombstone tombstoned ' +
    'unregistered unsubscribed hungup',
  // Of a cache of results these are true of every healthy entry.
  likely: 'done finished completed complete failed stale detached',
});
const overWhenFalse: ReadonlyMap<string, Weight> = weighed({
  clear: 'alive connected online open opened',
  likely: 'active live',
});
const fillers = wordSet(
  'is has was been mark marked already fully soft flag get conn connection session client peer socket stream entry item',
);
const expiryWords = wordSet('expires expire expired expiry expiration exp deadline');
const endNouns = wordSet('valid lease keep alive not');
const useWords = wordSet(
  'seen access accessed used use active activity ping pong heartbeat contact touch touched hit request',
);
const pastWords = wordSet('created updated started modified opened connected added seen');
const closingWords = wordSet('close closed closing stop shutdown teardown dispose destroy');
const stateWords = wordSet('state status phase');

/** What a true or a false says of this name; undefined where it says nothing. */
export function flagMeaning(
  path: string,
): { readonly overWhen: boolean; readonly weight: Weight } | undefined {
  const words = wordsOf(path);
  const telling = words.filter((word) => !fillers.has(word));
  if (telling.length !== 1) {
    return words.join('') === 'shutdown' ? { overWhen: true, weight: 'clear' } : undefined;
  }
  const whenTrue = overWhenTrue.get(telling[0]);
  if (whenTrue) return { overWhen: true, weight: whenTrue };
  const whenFalse = overWhenFalse.get(telling[0]);
  return whenFalse && { overWhen: false, weight: whenFalse };
}

/** A moment after which the entry is no good: `expiresAt`, `deadline`, `validUntil`; not the deadline of one read. */
export function isExpiry(path: string): boolean {
  const words = wordsOf(path);
  if (words.includes('read') || words.includes('write')) return false;
  if (words.some((word) => expiryWords.has(word))) return true;
  const last = words.at(-1) ?? '';
  return (
    /^(until|till|after)$/.test(last) && (words.length === 1 || words.some((word) => endNouns.has(word)))
  );
}

/** The moment of the last use: `lastSeen`, `accessedAt`. A moment of change says nothing: what is constant can be in use. */
export function isLastUse(path: string): boolean {
  const words = wordsOf(path);
  if (words[0] === 'last') return words.slice(1).some((word) => useWords.has(word));
  return words.at(-1) === 'at' && words.some((word) => /^(seen|accessed|used|touched)$/.test(word));
}

/** A moment that was when it was noted: `createdAt`, `lastSeen`. */
export function isPastMoment(path: string): boolean {
  return isLastUse(path) || wordsOf(path).some((word) => pastWords.has(word));
}

/** A sync.Once that is run when something is closed. */
export function isClosingOnce(path: string): boolean {
  return wordsOf(path).some((word) => closingWords.has(word));
}

/** `state`, `connState`, `status`. */
export function isState(path: string): boolean {
  return stateWords.has(wordsOf(path).at(-1) ?? '');
}

/** The words of the last name of a path: `sess.connClosed` gives conn, closed. */
export function wordsOf(path: string): string[] {
  const name = /[^.()*]*$/.exec(path)?.[0] ?? '';
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter((word) => word !== '');
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

function weighed(words: Readonly<Record<Weight, string>>): ReadonlyMap<string, Weight> {
  const weights = ['clear', 'likely'] as const;
  return new Map(
    weights.flatMap((weight) => words[weight].split(' ').map((word) => [word, weight] as const)),
  );
}
