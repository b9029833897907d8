/** What one abstract path changed by. */
export interface PathChange {
  readonly path: string;
  readonly changeBytes: number;
  readonly changeObjects: number;
}

export interface GrownPath {
  readonly path: string;
  readonly changeBytes: number;
}

/** A path belongs to the growth of what it begins with where it has at least this share of it. */
const mainShare = 0.8;
/** What a collection itself may change by while only what lies in its elements grows. */
const steadyShare = 0.05;
const depthLimit = 64;

interface Sum {
  changeBytes: number;
  /** Of the path itself, without what it leads to. */
  ownBytes: number;
  ownObjects: number;
  readonly children: Set<string>;
}

/**
 * The path that grew most with all that it leads to: from the root that grew most down to where its growth is no longer one
 * place's, or is that of a collection's elements in number. Undefined where nothing grew. `roots`: paths that begin others.
 */
export function grownPath(changes: readonly PathChange[], roots: ReadonlySet<string>): GrownPath | undefined {
  const sums = new Map<string, Sum>();
  const tops = new Set<string>();
  for (const { path, changeBytes, changeObjects } of changes) {
    const prefixes = prefixesOf(path, roots);
    tops.add(prefixes[0]);
    for (const [place, prefix] of prefixes.entries()) {
      let sum = sums.get(prefix);
      if (!sum) sums.set(prefix, (sum = { changeBytes: 0, ownBytes: 0, ownObjects: 0, children: new Set() }));
      sum.changeBytes += changeBytes;
      if (place + 1 < prefixes.length) sum.children.add(prefixes[place + 1]);
      else {
        sum.ownBytes += changeBytes;
        sum.ownObjects += changeObjects;
      }
    }
  }
  const growthOf = (path: string): number => sums.get(path)?.changeBytes ?? 0;
  const largest = (paths: Iterable<string>): string | undefined =>
    [...paths].sort((a, b) => growthOf(b) - growthOf(a) || (a < b ? -1 : 1)).at(0);
  let at = largest(tops);
  if (at === undefined || growthOf(at) <= 0) return undefined;
  for (let depth = 0; depth < depthLimit; depth++) {
    const child = largest(sums.get(at)?.children ?? []);
    const inside = child === undefined ? undefined : sums.get(child);
    if (child === undefined || !inside || inside.changeBytes < mainShare * growthOf(at)) break;
    const isCollection = child.endsWith('[*]');
    if (isCollection && (inside.ownObjects > 0 || inside.ownBytes > steadyShare * inside.changeBytes)) break;
    at = child;
  }
  return { path: at.replace(/(?:\[\*\]|…)+$/, ''), changeBytes: growthOf(at) };
}

const step = /\.\([^)]*\)|\[[^\]]*\]| \([^)]*\)|…|[.<][^.[(… <]*|[^.[(… <]+|./gu;

/** The path's beginnings, from its root on to itself. */
function prefixesOf(path: string, roots: ReadonlySet<string>): string[] {
  const prefixes: string[] = [];
  let length = 0;
  let hasRoot = false;
  for (const [part] of path.matchAll(step)) {
    length += part.length;
    const prefix = path.slice(0, length);
    hasRoot ||= roots.has(prefix);
    if (hasRoot) prefixes.push(prefix);
  }
  return prefixes.length > 0 ? prefixes : [path];
}
