/** A holder that is a package variable or a field of one, so that Go code can be written with it. */
const plainPath = /^(?:.*\/)?([A-Za-z_][\w-]*)\.((?:[A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)*)$/;

export interface GoNames {
  /** What Go code inside the package calls the map: `srv.sessions`; `m` where the path cannot be written down. */
  readonly expression: string;
  /** The map type as code inside that package spells it; `map[K]V` where it is not known. */
  readonly type: string;
  /** Package whose code the expression is for; '' where it is not known. */
  readonly packageName: string;
}

/** How code in the holder's own package spells a map and its type. */
export function goNames(holder: string | undefined, type: string | undefined): GoNames {
  const match = holder === undefined ? null : plainPath.exec(holder);
  const known = type ?? 'map[K]V';
  if (!match) return { expression: 'm', type: known, packageName: '' };
  const [, packageName, expression] = match;
  const own = new RegExp(`(?<![\\w./-])${packageName.replace(/[^\w]/g, '\\$&')}\\.(?=[A-Za-z_])`, 'g');
  return { expression, type: known.replace(own, ''), packageName };
}
