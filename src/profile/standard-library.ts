/** First elements of the import paths of Go's standard library, Go 1.18 to 1.26. */
const firstElements = new Set(
  (
    'archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go ' +
    'hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv ' +
    'strings structs sync syscall testing text time unicode unique unsafe vendor weak'
  ).split(' '),
);

/** Whether a function, as the runtime spells it, is of the standard library: told by its import path alone. */
export function isOfStandardLibrary(functionName: string): boolean {
  const path = packagePath(functionName);
  const slash = path.indexOf('/');
  return firstElements.has(slash < 0 ? path : path.slice(0, slash));
}

/** `net/http` of `net/http.(*conn).serve`: type arguments and receivers may have slashes and dots of their own. */
export function packagePath(functionName: string): string {
  const bracket = functionName.search(/[[(]/);
  const head = bracket < 0 ? functionName : functionName.slice(0, bracket);
  const dot = head.indexOf('.', head.lastIndexOf('/') + 1);
  return dot < 0 ? head : head.slice(0, dot);
}
