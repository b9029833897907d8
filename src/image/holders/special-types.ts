import type { GoType } from '../go-type.ts';
import type { TypeTable } from '../types/type-table.ts';

/** One field of a standard container as a reader of the source thinks of it. */
export interface SpecialField {
  readonly offset: number;
  /** Step of the path, in place of the field's name; '' where the container's inner structure is not shown. */
  readonly step: string;
  readonly how: 'value' | 'pointer' | 'pool' | 'eface';
  /** Type of the value, or of what the pointer leads to. */
  readonly type: GoType;
}

export interface SpecialFields {
  readonly fields: readonly SpecialField[];
}

/**
 * Types of the standard library that keep their contents behind unsafe.Pointer, or whose fields nobody would want in a
 * path. Go 1.18 to 1.26: sync/map.go, sync/pool.go, sync/atomic/type.go, internal/sync/hashtriemap.go.
 */
export function specialOf(type: GoType, types: TypeTable): SpecialFields | undefined {
  switch (type.packagePath) {
    case 'sync/atomic':
      return atomicType(type, types);
    case 'sync':
      return syncType(type, types);
    case 'internal/sync':
      return trieType(type);
    default:
      return undefined;
  }
}

/** internal/sync.node: an object behind a pointer to it is an entry or an inner node, and begins with a bool that says so. */
export function isTrieNode(type: GoType): boolean {
  return type.packagePath === 'internal/sync' && type.name.startsWith('sync.node[');
}

/** What an internal/sync.node really is. */
export function trieNodeType(node: GoType, isEntry: boolean, types: TypeTable): GoType | undefined {
  const name = `internal/sync.${isEntry ? 'entry' : 'indirect'}${node.name.slice('sync.node'.length)}`;
  return types.byDwarfName(name);
}

/** True for the entry of a HashTrieMap, whose key goes into the path. */
export function isTrieEntry(type: GoType): boolean {
  return type.packagePath === 'internal/sync' && type.name.startsWith('sync.entry[');
}

/** The step from an interface to what it holds. Until Go 1.19 a sync.Map keeps its map in an atomic.Value. */
export function dynamicStep(type: GoType): string {
  return type.packagePath === 'sync' && type.name === 'sync.readOnly' ? '' : `.(${type.name})`;
}

function atomicType(type: GoType, types: TypeTable): SpecialFields | undefined {
  const value = fieldOf(type, 'v');
  if (!value) return undefined;
  if (type.name === 'atomic.Value')
    return { fields: [{ offset: value.offset, step: '', how: 'value', type: value.type }] };
  if (!type.name.startsWith('atomic.Pointer[')) return undefined;
  const target = atomicPointerTarget(type, types);
  return target && { fields: [{ offset: value.offset, step: '', how: 'pointer', type: target }] };
}

/** T of atomic.Pointer[T]: from its blank field of type [0]*T, or (Go 1.19, which has no such field) from the name. */
export function atomicPointerTarget(type: GoType, types: TypeTable): GoType | undefined {
  for (const field of type.fields) {
    const pointer = field.type.kind === 'array' ? field.type.elem : undefined;
    if (pointer?.kind === 'pointer' && pointer.elem) return pointer.elem;
  }
  return types.byDwarfName(type.name.slice('atomic.Pointer['.length, -1));
}

function syncType(type: GoType, types: TypeTable): SpecialFields | undefined {
  switch (type.name) {
    case 'sync.Map':
      return shownAs('', type, ['read', 'dirty', 'm']);
    case 'sync.readOnly':
      return shownAs('', type, ['m']);
    case 'sync.entry': {
      const value = fieldOf(type, 'p');
      if (!value) return undefined;
      if (value.type.kind !== 'unsafe-pointer') return shownAs('', type, ['p']);
      // Go 1.18 and 1.19 keep a *any there.
      return { fields: [{ offset: value.offset, step: '', how: 'pointer', type: types.anyType }] };
    }
    case 'sync.Pool': {
      const local = types.byDwarfName('sync.poolLocal');
      const make = fieldOf(type, 'New');
      const arrays = ['local', 'victim']
        .map((name) => fieldOf(type, name))
        .filter((field) => field !== undefined);
      if (!local || !make) return undefined;
      return {
        fields: [
          ...arrays.map(({ offset }) => ({ offset, step: '', how: 'pool' as const, type: local })),
          { offset: make.offset, step: '.New', how: 'value', type: make.type },
        ],
      };
    }
    case 'sync.eface':
      return { fields: [{ offset: 0, step: '', how: 'eface', type }] };
    default:
      return undefined;
  }
}

function trieType(type: GoType): SpecialFields | undefined {
  if (type.name.startsWith('sync.HashTrieMap[')) return shownAs('', type, ['root']);
  if (isTrieEntry(type)) {
    const key = fieldOf(type, 'key');
    const value = fieldOf(type, 'value');
    if (!key || !value) return undefined;
    return {
      fields: [
        ...(shownAs('', type, ['overflow'])?.fields ?? []),
        { offset: key.offset, step: '[*] (key)', how: 'value', type: key.type },
        { offset: value.offset, step: '[*]', how: 'value', type: value.type },
      ],
    };
  }
  if (!type.name.startsWith('sync.indirect[')) return undefined;
  // The pointer to the parent would only lead back.
  const children = fieldOf(type, 'children');
  const pointer = children?.type.elem;
  if (!children || !pointer) return undefined;
  const fields: SpecialField[] = [];
  for (let index = 0; index < Math.min(64, children.type.length); index++) {
    fields.push({ offset: children.offset + index * pointer.size, step: '', how: 'value', type: pointer });
  }
  return { fields };
}

function shownAs(step: string, type: GoType, names: readonly string[]): SpecialFields | undefined {
  const fields: SpecialField[] = [];
  for (const name of names) {
    const field = fieldOf(type, name);
    if (field) fields.push({ offset: field.offset, step, how: 'value', type: field.type });
  }
  return fields.length === 0 ? undefined : { fields };
}

function fieldOf(type: GoType, name: string): { offset: number; type: GoType } | undefined {
  return type.fields.find((field) => field.name === name);
}
