import type { GoType } from '../go-type.ts';
import type { TypeNode } from './type-node.ts';

/**
 * Decides for `start`, and for every type met on the way, whether a value of it can lead to a map. The answer spreads
 * backwards from the types that say yes by themselves; what it does not reach is no for certain, because everything
 * reachable from there was looked at. Right on cycles, linear in the types met.
 */
export function decideMayReachMap(start: TypeNode): boolean {
  const met: TypeNode[] = [start];
  const seen = new Set<TypeNode>(met);
  const users = new Map<TypeNode, TypeNode[]>();
  const yes: TypeNode[] = [];
  for (let at = 0; at < met.length; at++) {
    const type = met[at];
    const own = type.knownMayReachMap ?? byItself(type);
    if (own !== undefined) {
      if (own) yes.push(type);
      else type.knownMayReachMap = false;
      continue;
    }
    for (const part of partsOf(type)) {
      const list = users.get(part);
      if (list) list.push(type);
      else users.set(part, [type]);
      if (!seen.has(part)) {
        seen.add(part);
        met.push(part);
      }
    }
  }
  for (const type of yes) type.knownMayReachMap = true;
  for (let type = yes.pop(); type; type = yes.pop()) {
    for (const user of users.get(type) ?? []) {
      if (user.knownMayReachMap === true) continue;
      user.knownMayReachMap = true;
      yes.push(user);
    }
  }
  for (const type of met) type.knownMayReachMap ??= false;
  return start.knownMayReachMap === true;
}

/** What the kind alone decides; undefined where the parts decide. */
function byItself(type: TypeNode): boolean | undefined {
  if (!type.hasPointers) return false;
  switch (type.kind) {
    case 'map':
    case 'interface':
    case 'func':
    case 'unsafe-pointer':
    case 'unknown':
      return true;
    case 'pointer':
    case 'slice':
    case 'chan':
    case 'struct':
      return undefined;
    case 'array':
      return type.length === 0 ? false : undefined;
    default:
      return false;
  }
}

function partsOf(type: TypeNode): TypeNode[] {
  // Every GoType that a TypeTable hands out is a TypeNode.
  const nodes = (list: (GoType | undefined)[]): TypeNode[] =>
    list.filter((part) => part !== undefined) as TypeNode[];
  return type.kind === 'struct' ? nodes(type.fields.map((field) => field.type)) : nodes([type.elem]);
}
