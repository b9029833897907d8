import type { Address } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { GoType } from '../go-type.ts';
import type { Runtime } from '../runtime.ts';
import type { TypeTable } from '../types/type-table.ts';

/**
 * What a closure object holds, by the code that its first word points to: DWARF says it for closures from Go 1.23 on;
 * for a method value (`srv.handle`) the function's own name says the type of the receiver, which is all that it holds.
 */
export class ClosureTypes {
  readonly #runtime: Runtime;
  readonly #types: TypeTable;
  readonly #functions: FunctionTable | undefined;
  readonly #byCode = new Map<Address, GoType | undefined>();

  constructor(runtime: Runtime, types: TypeTable, functions: FunctionTable | undefined) {
    this.#runtime = runtime;
    this.#types = types;
    this.#functions = functions;
  }

  /** The closure object's layout as a struct type, its fields the captured variables; undefined where nothing tells. */
  at(code: Address): GoType | undefined {
    if (this.#byCode.has(code)) return this.#byCode.get(code);
    const inText = this.#runtime.modules.some(({ text, etext }) => code >= text && code < etext);
    const type = inText ? this.#describe(code) : undefined;
    if (inText) this.#byCode.set(code, type);
    return type;
  }

  #describe(code: Address): GoType | undefined {
    const { dwarf, loadBias } = this.#runtime;
    if (!dwarf) return undefined;
    const name = this.#functions?.nameOf(code) ?? '';
    const captured = this.#types.closureType(`closure ${name}`, dwarf.captures(code - loadBias));
    return captured ?? this.#methodValue(name);
  }

  /** `main.(*Server).handle-fm` holds a *main.Server, `main.Point.String-fm` a main.Point, behind the code pointer. */
  #methodValue(name: string): GoType | undefined {
    const match = /^(.*)\.(?:\(\*(.+)\)|([^.()]+))\.[^.]+-fm$/.exec(name);
    if (!match) return undefined;
    const [, packagePath, pointed, plain] = match;
    const type = this.#types.byDwarfName(
      pointed === undefined ? `${packagePath}.${plain}` : `*${packagePath}.${pointed}`,
    );
    if (!type) return undefined;
    const field = { name: 'receiver', offset: 8, type, embedded: false };
    return this.#types.structOf(`method value ${name}`, 8 + type.size, [field]);
  }
}
