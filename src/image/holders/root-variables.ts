import type { Address } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { packageOfSymbol, shortSymbol } from '../types/dwarf-name.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { Scope } from './scope.ts';

/** A package variable through which something that is wanted can be reached. */
export interface RootVariable {
  /** `main.srv`, `y.cache`. */
  readonly name: string;
  readonly packagePath: string;
  readonly address: Address;
  readonly type: GoType;
}

/** Variables larger than this are always followed; of smaller ones only those that hold anything. */
const peekLimit = 1 << 14;

/**
 * Package variables in the order in which their names should win: the program's own packages, other modules, the
 * standard library, the runtime. An object that several reach is named by the first.
 */
export function rootVariables(runtime: Runtime, types: TypeTable, scope: Scope): RootVariable[][] {
  const groups: RootVariable[][] = [[], [], [], []];
  for (const variable of runtime.dwarf?.variables() ?? []) {
    if (!/^[\p{L}_]/u.test(variable.name) || variable.name.startsWith('go:')) continue;
    const type = types.fromDwarf(variable.type);
    if (!type || type.size === 0 || !scope.wants(type)) continue;
    const packagePath = packageOfSymbol(variable.name);
    groups[rankOf(packagePath, runtime.modulePath)].push({
      name: shortSymbol(variable.name),
      packagePath,
      address: variable.address + runtime.loadBias,
      type,
    });
  }
  for (const group of groups) group.sort((a, b) => a.address - b.address);
  return groups;
}

/** True where no word of the variable can be a pointer, so that it needs no path of its own. */
export function isNil(variable: RootVariable, reader: Reader): boolean {
  if (variable.type.size > peekLimit) return false;
  const view = reader.view(variable.address, variable.type.size);
  return view?.every((byte) => byte === 0) ?? true;
}

export function rootReader(memory: Memory): Reader {
  return new Reader(memory, 64);
}

function rankOf(packagePath: string, modulePath: string): number {
  if (packagePath === 'main') return 0;
  if (modulePath !== '' && (packagePath === modulePath || packagePath.startsWith(`${modulePath}/`))) return 0;
  // Import paths of modules begin with a host name; those of the standard library have no dot.
  if (packagePath.split('/')[0].includes('.')) return 1;
  return packagePath === 'runtime' ||
    packagePath.startsWith('runtime/') ||
    packagePath.startsWith('internal/')
    ? 3
    : 2;
}
