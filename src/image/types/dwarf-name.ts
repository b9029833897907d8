/*
 * DWARF writes types with full import paths, dots of the last path element escaped as %2e (cmd/internal/objabi
 * PathToPrefix): `map[string]*github.com/nats-io/nats%2ego.Conn`. reflect prints packages by their last element.
 */

/** `map[string]*github.com/x/y.T` as reflect prints it: `map[string]*y.T`. Type arguments keep their paths, as in reflect. */
export function shortTypeName(dwarfName: string): string {
  let out = '';
  let wordStart = 0;
  let depth = 0;
  for (let at = 0; at <= dwarfName.length; at++) {
    const char = dwarfName[at] ?? '';
    if (char === '[' && depth === 0 && isInstantiation(dwarfName.slice(wordStart, at))) {
      depth = 1;
      continue;
    }
    if (depth > 0) {
      if (char === '[') depth++;
      else if (char === ']') depth--;
      continue;
    }
    if (char !== '' && !'[]*(){}, ;"'.includes(char)) continue;
    out += lastElement(dwarfName.slice(wordStart, at)) + char;
    wordStart = at + 1;
  }
  return out;
}

/** Import path of a named type (`github.com/x/y.T[...]` gives `github.com/x/y`), '' for unnamed and predeclared ones. */
export function packageOfTypeName(dwarfName: string): string {
  if (!/^[\p{L}_]/u.test(dwarfName) || /^(map\[|func\(|chan |struct \{|interface \{)/.test(dwarfName))
    return '';
  const bracket = dwarfName.indexOf('[');
  return packageOfSymbol(bracket < 0 ? dwarfName : dwarfName.slice(0, bracket));
}

/** Import path of a symbol: `github.com/x/y.cache` gives `github.com/x/y`. */
export function packageOfSymbol(symbol: string): string {
  const slash = symbol.lastIndexOf('/', symbol.includes('[') ? symbol.indexOf('[') : symbol.length);
  const dot = symbol.indexOf('.', slash + 1);
  return dot < 0 ? '' : unescapePath(symbol.slice(0, dot));
}

/** `github.com/x/y.cache` as a reader of the source writes it: `y.cache`. */
export function shortSymbol(symbol: string): string {
  return lastElement(symbol);
}

export function unescapePath(path: string): string {
  return path.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** True where the bracket after this word opens type arguments, not a map key, an array length or a slice. */
function isInstantiation(word: string): boolean {
  return word !== '' && word !== 'map' && !/^[0-9]+$/.test(word);
}

function lastElement(word: string): string {
  const bracket = word.indexOf('[');
  const slash = word.lastIndexOf('/', bracket < 0 ? word.length : bracket);
  return unescapePath(word.slice(slash + 1));
}
