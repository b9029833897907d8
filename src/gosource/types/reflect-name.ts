import type { GoPackage } from './go-package.ts';
import type { Field, FunctionType, GoType, InterfaceType, Method, Parameter, StructType } from './go-type.ts';
import { isExported, NameWriter, quoted } from './name-writer.ts';
import type { Resolver } from './resolver.ts';

/**
 * A type as reflect prints it at run time, and as profiles and heaps name it: `map[string]*main.Session`. The compiler
 * writes these names (cmd/compile/internal/types/fmt.go, tconv2, Go 1.26): packages by name, but by path within type
 * arguments, where unexported fields and methods have the path of their package, too.
 */
export function reflectName(type: GoType, resolver: Resolver): string {
  const writer = new ReflectNameWriter(resolver);
  writer.type(type);
  return writer.text;
}

class ReflectNameWriter extends NameWriter {
  readonly #resolver: Resolver;
  /** Above zero within type arguments, which are written as symbols for the linker. */
  #argumentDepth = 0;

  constructor(resolver: Resolver) {
    super();
    this.#resolver = resolver;
  }

  type(type: GoType): void {
    if (this.isFull) return;
    switch (type.kind) {
      case 'alias':
        return this.type(type.target);
      case 'basic':
      case 'unknown':
        return this.add(type.name);
      case 'named': {
        const qualifier = this.#qualifier(type.file.package);
        this.add(qualifier === '' ? type.name : `${qualifier}.${type.name}`);
        return this.#typeArguments(type.typeArguments);
      }
      case 'pointer':
      case 'slice':
        this.add(type.kind === 'pointer' ? '*' : '[]');
        return this.type(type.element);
      case 'array':
        this.add(`[${type.length}]`);
        return this.type(type.element);
      case 'map':
        this.add('map[');
        this.type(type.key);
        this.add(']');
        return this.type(type.value);
      case 'channel':
        return this.channel(type.direction, unaliased(type.element), () => this.type(type.element));
      case 'function':
        this.add('func');
        return this.#signature(type);
      case 'struct':
        return this.#struct(type);
      case 'interface':
        return this.#interface(type);
    }
  }

  #qualifier({ name, path }: GoPackage): string {
    return this.#argumentDepth > 0 ? linkerPrefix(path) : name;
  }

  #typeArguments(typeArguments: readonly GoType[]): void {
    if (typeArguments.length === 0) return;
    this.add('[');
    this.#argumentDepth++;
    this.list(typeArguments, ',', (argument) => this.type(argument));
    this.#argumentDepth--;
    this.add(']');
  }

  #signature({ parameters, results, isVariadic }: FunctionType): void {
    this.#parameters(parameters, isVariadic);
    if (results.length === 0) return;
    this.add(' ');
    if (results.length === 1) this.type(results[0].type);
    else this.#parameters(results, false);
  }

  #parameters(parameters: readonly Parameter[], isVariadic: boolean): void {
    this.add('(');
    this.list(parameters, ', ', ({ type }, index) => {
      if (isVariadic && index === parameters.length - 1) this.add('...');
      this.type(type);
    });
    this.add(')');
  }

  #struct({ fields, package: owner }: StructType): void {
    this.add('struct {');
    this.list(fields, ';', (field) => {
      this.add(' ');
      this.add(this.#fieldName(field, owner));
      this.type(field.type);
      if (field.tag !== '') this.add(` ${quoted(field.tag)}`);
    });
    this.add(fields.length > 0 ? ' }' : '}');
  }

  /** The name with the blank behind it; none for an embedded field, unless an alias gave it another name. */
  #fieldName({ name, type, isEmbedded }: Field, owner: GoPackage): string {
    const isQualified = this.#argumentDepth > 0 && !isExported(name);
    const shown = isQualified ? `${linkerPrefix(owner.path)}.${name}` : name;
    if (!isEmbedded) return `${shown} `;
    if (this.#argumentDepth === 0) return '';
    const plain = unaliased(type);
    const named = plain.kind === 'pointer' ? unaliased(plain.element) : plain;
    const isOwnName = named.kind === 'named' && named.name === name;
    return isOwnName || (named.kind === 'basic' && named.name === name) ? '' : `${shown} = `;
  }

  #interface(type: InterfaceType): void {
    const methods = allMethods(type, this.#resolver);
    this.add('interface {');
    this.list(methods, ';', ({ name, type: signature, package: owner }) => {
      this.add(isExported(name) ? ` ${name}` : ` ${this.#qualifier(owner)}.${name}`);
      this.#signature(signature);
    });
    this.add(methods.length > 0 ? ' }' : '}');
  }
}

function unaliased(type: GoType): GoType {
  return type.kind === 'alias' ? unaliased(type.target) : type;
}

/** cmd/internal/objabi/path.go, PathToPrefix: a dot in the last element would look like that before the name. */
function linkerPrefix(path: string): string {
  const slash = path.lastIndexOf('/');
  let prefix = '';
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    const isEscaped =
      code <= 0x20 || (path[at] === '.' && at > slash) || '%"'.includes(path[at]) || code >= 0x7f;
    prefix += isEscaped ? `%${code.toString(16).padStart(2, '0')}` : path[at];
  }
  return prefix;
}

interface OwnedMethod extends Method {
  readonly package: GoPackage;
}

/** The methods with those of embedded interfaces, sorted as the compiler does: exported ones first, then by name. */
function allMethods(type: InterfaceType, resolver: Resolver): OwnedMethod[] {
  const found = new Map<string, OwnedMethod>();
  const interfaces = new Set([type]);
  // A set hands out what is added to it on the way.
  for (const from of interfaces) {
    for (const method of from.methods) found.set(method.name, { ...method, package: from.package });
    for (const [{ type: embedded }] of from.embedded) {
      const underlying = resolver.underlying(embedded);
      if (underlying.kind === 'interface') interfaces.add(underlying);
    }
  }
  return [...found.values()].toSorted((a, b) => {
    if (isExported(a.name) !== isExported(b.name)) return isExported(a.name) ? -1 : 1;
    return a.name < b.name ? -1 : 1;
  });
}
