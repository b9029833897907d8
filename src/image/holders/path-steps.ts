/**
 * A holder path as its steps, which joined are the path again: `main.srv`, `.sessions`, `[*]`, `.Tags`. The first is the
 * variable with its package, or the goroutine. Dots and brackets within brackets, parentheses and quotes divide nothing:
 * `.(*main.Session[go.shape.int])` is one step.
 */
export function pathSteps(path: string): string[] {
  const steps: string[] = [];
  let from = 0;
  for (let at = rootEnd(path); at < path.length; at = stepEnd(path, at)) {
    if (at > from) steps.push(path.slice(from, at));
    from = at;
  }
  if (from < path.length) steps.push(path.slice(from));
  return steps;
}

/** `goroutine (main.worker)`, or with its variable: `goroutine 12 main.worker: batch`. */
const goroutineRoot = /^goroutine\b(?:(?:[^:"[]|\[\.\.\.\])*: [^.[(]*|[^.[(]*(?:\([^)]*\))?)/;

/** `main.srv`: a package has one dot behind it, an import path before it any number before its last slash. */
function rootEnd(path: string): number {
  const goroutine = goroutineRoot.exec(path);
  if (goroutine) return goroutine[0].length;
  const head = /^[^[("]*/.exec(path)?.[0] ?? '';
  const dot = path.indexOf('.', head.lastIndexOf('/') + 1);
  if (dot < 0 || dot >= head.length) return head.length;
  return scan(path, dot + 1);
}

function stepEnd(path: string, from: number): number {
  if (path[from] === '[') return closing(path, from);
  return scan(path, from + 1);
}

/** The next place at or after `from` where a step begins. */
function scan(path: string, from: number): number {
  let at = from;
  while (at < path.length) {
    const character = path[at];
    if (character === '.' || character === '[') return at;
    at = character === '(' || character === '<' ? closing(path, at) : at + 1;
  }
  return at;
}

/** Behind the bracket that closes the one at `from`; the end of the path where there is none. */
function closing(path: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < path.length; at++) {
    const character = path[at];
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"') quote = character;
    else if (character === '[' || character === '(' || character === '<') depth++;
    else if ((character === ']' || character === ')' || character === '>') && --depth === 0) return at + 1;
  }
  return path.length;
}
