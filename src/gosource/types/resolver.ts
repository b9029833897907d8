import { constantText } from '../syntax/constant-expression.ts';
import type { GoFile, TypeDeclaration } from '../syntax/go-file.ts';
import type {
  ArrayExpression,
  FunctionExpression,
  InterfaceExpression,
  NameExpression,
  ParameterExpression,
  StructExpression,
  TypeExpression,
} from '../syntax/type-expression.ts';
import { compilerName } from './compiler-name.ts';
import { type Context, qualifiedName } from './context.ts';
import type { PackageFile } from './go-package.ts';
import type { FunctionType, GoType, NamedType, Parameter } from './go-type.ts';
import { isExported } from './name-writer.ts';
import { Packages } from './packages.ts';
import { recursionMessage } from './recursion.ts';
import { TypeFailure, type TypeProblemCode } from './type-problem.ts';
import { TypePool } from './type-pool.ts';
import { basicSizes, universe, universeValues } from './universe.ts';

/** Value of an array length: arrays cannot be told apart without it. */
export type LengthOf = (expression: ArrayExpression, context: Context) => bigint;

/** Types may be nested this deep, through brackets and through the names that stand for others. */
const depthMax = 300;
const tooDeep = `the type is nested more than ${depthMax} levels deep`;

/** Turns type expressions into types: looks names up, instantiates generic types, tells what a named type stands for. */
export class Resolver {
  readonly packages: Packages;
  readonly #pool = new TypePool();
  readonly #lengthOf: LengthOf;
  readonly #underlying = new Map<NamedType, GoType>();
  readonly #aliasTargets = new Map<string, GoType>();
  /** Declarations that are being resolved, outermost first. */
  readonly #open: TypeDeclaration[] = [];
  #depth = 0;

  constructor(files: readonly GoFile[], goMinor: number, lengthOf: LengthOf) {
    this.packages = new Packages(files, goMinor);
    this.#lengthOf = lengthOf;
  }

  /** Where an expression stands that is asked about: in the first file's package, in no declaration. */
  ownContext(): Context {
    return { file: this.packages.ownFile, declaration: '', typeArguments: new Map(), iota: undefined };
  }

  /** The type that an expression means; fails where it means none. */
  resolve(expression: TypeExpression, context: Context): GoType {
    switch (expression.kind) {
      case 'name':
        return this.#name(expression, context);
      case 'pointer':
      case 'slice': {
        const element = this.#part(expression.element, context);
        return this.#pool.intern(`${element.id}`, { kind: expression.kind, element }, [element]);
      }
      case 'array': {
        const length = this.#lengthOf(expression, context);
        const element = this.#part(expression.element, context);
        return this.#pool.intern(`${length} ${element.id}`, { kind: 'array', length, element }, [element]);
      }
      case 'map': {
        const key = this.#part(expression.key, context);
        const value = this.#part(expression.value, context);
        return this.#pool.intern(`${key.id} ${value.id}`, { kind: 'map', key, value }, [key, value]);
      }
      case 'channel': {
        const { direction } = expression;
        const element = this.#part(expression.element, context);
        return this.#pool.intern(`${direction} ${element.id}`, { kind: 'channel', direction, element }, [
          element,
        ]);
      }
      case 'function':
        return this.#function(expression, context);
      case 'struct':
        return this.#struct(expression, context);
      case 'interface':
        return this.#interface(expression, context);
    }
  }

  /** What is left of a type without names: the compiler's underlying type. */
  underlying(type: GoType): GoType {
    if (type.kind === 'alias') return this.underlying(type.target);
    if (type.kind !== 'named') return type;
    const known = this.#underlying.get(type);
    if (known) return known;
    const context = this.#contextOf(type.file, type.declaration, type.typeArguments);
    const found = this.#attempt(type.declaration.type, context, () =>
      this.#opening(type.declaration, context, () =>
        this.underlying(this.resolve(type.declaration.type, context)),
      ),
    );
    this.#underlying.set(type, found);
    return found;
  }

  #contextOf(file: PackageFile, declaration: TypeDeclaration, typeArguments: readonly GoType[]): Context {
    return {
      file,
      declaration: qualifiedName(file, declaration.name),
      typeArguments: new Map(declaration.typeParameters.map((name, index) => [name, typeArguments[index]])),
      iota: undefined,
    };
  }

  /** A type as the compiler's messages spell it. */
  compilerName(type: GoType): string {
    return compilerName(type, this.packages.ownFile.package.name);
  }

  fail(code: TypeProblemCode, message: string, offset: number, { declaration }: Context): never {
    throw new TypeFailure({ code, message, offset, declaration });
  }

  /**
   * A type that another is made of. One that cannot be resolved stays unknown, because a pointer has its size whatever
   * it points at; but a name that the user typed must be right, save for types of packages that are not at hand.
   */
  #part(expression: TypeExpression, context: Context): GoType {
    return this.#attempt(expression, context, () => this.resolve(expression, context));
  }

  #attempt(expression: TypeExpression, context: Context, resolve: () => GoType): GoType {
    try {
      this.#depth++;
      if (this.#depth > depthMax) {
        this.fail('too-deep', tooDeep, expression.offset, context);
      }
      const type = resolve();
      // Type arguments can make a type deeper than what is written in any one place.
      if (type.depth > depthMax) this.fail('too-deep', tooDeep, expression.offset, context);
      return type;
    } catch (error) {
      if (!(error instanceof TypeFailure)) throw error;
      const { problem } = error;
      // No valid file holds such a type anywhere.
      if (problem.code === 'recursive') throw error;
      if (context.declaration === '' && problem.code !== 'unknown-package-type') throw error;
      const name = nameOfUnknown(expression, context.file);
      const key = JSON.stringify([name, problem]);
      return this.#pool.intern(key, { kind: 'unknown', name, problem }, []);
    } finally {
      this.#depth--;
    }
  }

  /** Resolves what a declaration stands for, and fails where that leads back to it. */
  #opening(declaration: TypeDeclaration, context: Context, resolve: () => GoType): GoType {
    const index = this.#open.indexOf(declaration);
    if (index >= 0) {
      this.fail('recursive', recursionMessage(this.#open.slice(index)), declaration.offset, context);
    }
    this.#open.push(declaration);
    try {
      return resolve();
    } finally {
      this.#open.pop();
    }
  }

  #name(expression: NameExpression, context: Context): GoType {
    const { qualifier, name, offset } = expression;
    if (qualifier !== '') return this.#qualifiedName(expression, context);
    const argument = context.typeArguments.get(name);
    if (argument) return argument;
    const { package: own } = context.file;
    const declared = own.fileOf('types', name);
    if (declared) return this.#declared(declared, expression, context);
    const value = own.fileOf('values', name)?.file.values.get(name);
    if (value === 'variable') this.#notType(`${name} (package-level variable)`, offset, context);
    if (value === 'function') this.#notType(`${name} (function)`, offset, context);
    if (own.fileOf('constants', name)) this.#notType(`${name} (constant)`, offset, context);
    for (const imported of this.packages.dotImports(context.file)) {
      const file = imported.fileOf('types', name);
      if (file) return this.#declared(file, expression, context);
    }
    if (this.packages.imports(name, context.file)) this.#notType(`${name} (package name)`, offset, context);
    return this.#universal(expression, context);
  }

  #universal(expression: NameExpression, context: Context): GoType {
    const { name, offset } = expression;
    if (Object.hasOwn(basicSizes, name)) {
      if (expression.typeArguments.length > 0) this.#notGeneric(expression, context);
      return this.#basic(name);
    }
    const file = universe.fileOf('types', name);
    if (file) return this.#declared(file, expression, context);
    const value = universeValues.get(name);
    if (value !== undefined) this.#notType(`${name} (${value})`, offset, context);
    return this.fail('undefined', `undefined: ${name}`, offset, context);
  }

  #qualifiedName(expression: NameExpression, context: Context): GoType {
    const { qualifier, name, offset } = expression;
    if (qualifier === 'unsafe' && name === 'Pointer') return this.#basic('unsafe.Pointer');
    const found = this.packages.find(qualifier, context.file);
    for (const candidate of found) {
      const file = candidate.fileOf('types', name);
      if (!file) continue;
      if (candidate === context.file.package || isExported(name)) {
        return this.#declared(file, expression, context);
      }
      const message = `name ${name} not exported by package ${candidate.name}`;
      return this.fail('undefined', message, offset, context);
    }
    if (found.length > 0 && found.every(({ isStandard }) => !isStandard)) {
      return this.fail('undefined', `undefined: ${qualifier}.${name}`, offset, context);
    }
    const since = this.packages.missingSince(qualifier, name);
    if (since !== undefined) {
      const message = `${qualifier}.${name} came with Go 1.${since}, and this is for Go 1.${this.packages.goMinor}`;
      return this.fail('not-in-this-go', message, offset, context);
    }
    const message =
      `the declaration of ${qualifier}.${name} is not at hand: give the Go file that holds it too (--from FILE), ` +
      'or declare a type like it in yours';
    return this.fail('unknown-package-type', message, offset, context);
  }

  #notType(what: string, offset: number, context: Context): never {
    return this.fail('not-a-type', `${what} is not a type`, offset, context);
  }

  #notGeneric({ name, typeArguments, offset }: NameExpression, context: Context): never {
    const list = typeArguments.map((argument) => ('name' in argument ? argument.name : '…')).join(', ');
    const message = `invalid operation: ${name}[${list}] (${name} is not a generic type)`;
    return this.fail('type-arguments', message, offset, context);
  }

  #basic(name: string): GoType {
    return this.#pool.intern(name, { kind: 'basic', name }, []);
  }

  #declared(file: PackageFile, expression: NameExpression, context: Context): GoType {
    const { name, offset } = expression;
    const declaration = file.file.types.get(name) as TypeDeclaration;
    const typeArguments = expression.typeArguments.map((argument) => this.#part(argument, context));
    const have = typeArguments.length;
    const want = declaration.typeParameters.length;
    if (want === 0 && have > 0) this.#notGeneric(expression, context);
    if (want > 0 && have === 0) {
      const message = `cannot use generic type ${name}${declaration.typeParametersText} without instantiation`;
      this.fail('type-arguments', message, offset, context);
    }
    if (have !== want) {
      const what = have < want ? 'not enough' : 'too many';
      const message = `${what} type arguments for type ${name}: have ${have}, want ${want}`;
      this.fail('type-arguments', message, offset, context);
    }
    const key = [this.#pool.numberOf(declaration), ...typeArguments.map(({ id }) => id)].join(' ');
    if (!declaration.isAlias) {
      return this.#pool.intern(key, { kind: 'named', name, file, declaration, typeArguments }, typeArguments);
    }
    const known = this.#aliasTargets.get(key);
    const inner = this.#contextOf(file, declaration, typeArguments);
    const target = known ?? this.#opening(declaration, context, () => this.#part(declaration.type, inner));
    // Broken ones are kept too: aliases of aliases could else be tried without end.
    this.#aliasTargets.set(key, target);
    // Left as it is it would be unknown under the text of its target.
    if (target.kind === 'unknown') throw new TypeFailure(target.problem);
    return this.#pool.intern(key, { kind: 'alias', name, file, typeArguments, target }, [target]);
  }

  #function(expression: FunctionExpression, context: Context): FunctionType {
    const parameters = this.#parameters(expression.parameters, context);
    const results = this.#parameters(expression.results, context);
    const { isVariadic } = expression;
    const key = `${parametersKey(parameters)} ${parametersKey(results)} ${isVariadic}`;
    const type = { kind: 'function', parameters, results, isVariadic } as const;
    const parts = [...parameters, ...results].map((parameter) => parameter.type);
    return this.#pool.intern(key, type, parts) as FunctionType;
  }

  #parameters(list: readonly ParameterExpression[], context: Context): Parameter[] {
    return list.map(({ name, type }) => ({ name, type: this.#part(type, context) }));
  }

  #struct(expression: StructExpression, context: Context): GoType {
    const fields = expression.fields.map(({ name, type, isEmbedded, tag }) => ({
      name,
      type: this.#part(type, context),
      isEmbedded,
      tag,
    }));
    const parts = fields.map(({ name, type, isEmbedded, tag }) => [name, type.id, isEmbedded, tag]);
    const key = JSON.stringify([this.#pool.numberOf(context.file.package), parts]);
    return this.#pool.intern(
      key,
      { kind: 'struct', fields, package: context.file.package },
      fields.map(({ type }) => type),
    );
  }

  #interface(expression: InterfaceExpression, context: Context): GoType {
    const methods = expression.methods.map(({ name, type }) => ({
      name,
      type: this.#function(type, context),
    }));
    const embedded = expression.embedded.map((terms) =>
      terms.map(({ isApproximate, type }) => ({ isApproximate, type: this.#part(type, context) })),
    );
    const key = JSON.stringify([
      this.#pool.numberOf(context.file.package),
      methods.map(({ name, type }) => [name, type.id]),
      embedded.map((terms) => terms.map(({ isApproximate, type }) => [isApproximate, type.id])),
    ]);
    const parts = [...methods, ...embedded.flat()].map(({ type }) => type);
    const type = { kind: 'interface', methods, embedded, package: context.file.package } as const;
    return this.#pool.intern(key, type, parts);
  }
}

function parametersKey(parameters: readonly Parameter[]): string {
  return parameters.map(({ name, type }) => `${name} ${type.id}`).join();
}

/** How a type that could not be resolved is called; only names and array lengths can fail themselves. */
function nameOfUnknown(expression: TypeExpression, file: PackageFile): string {
  if (expression.kind === 'array') return `[${constantText(expression.length)}]…`;
  if (expression.kind !== 'name') return '…';
  const { qualifier, name, typeArguments } = expression;
  const suffix = typeArguments.length > 0 ? '[…]' : '';
  return (qualifier === '' ? qualifiedName(file, name) : `${qualifier}.${name}`) + suffix;
}
