import type { TypeDeclaration } from '../syntax/go-file.ts';

/**
 * What the compiler says of declarations that contain one another, on one line (types2/decl.go, cycleError, Go 1.26). It
 * begins where the compiler's check would: at the first of them in the source that has no type parameters.
 */
export function recursionMessage(cycle: readonly TypeDeclaration[]): string {
  if (cycle.length === 1) return `invalid recursive type: ${cycle[0].name} refers to itself`;
  const plain = cycle.filter(({ typeParameters }) => typeParameters.length === 0);
  const [first] = (plain.length > 0 ? plain : [...cycle]).toSorted((a, b) => a.offset - b.offset);
  const start = cycle.indexOf(first);
  const ordered = [...cycle.slice(start), ...cycle.slice(0, start)];
  const steps = ordered.map(
    ({ name }, index) => `${name} refers to ${ordered[(index + 1) % ordered.length].name}`,
  );
  return `invalid recursive type ${first.name}: ${steps.join(', ')}`;
}
