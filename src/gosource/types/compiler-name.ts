import type { FunctionType, GoType, InterfaceType, Parameter, StructType } from './go-type.ts';
import { NameWriter, quoted } from './name-writer.ts';

/**
 * A type as the compiler's messages spell it (types2/typestring.go, Go 1.26): aliases keep their names, types of the own
 * package have no package, structs have no blanks at their braces.
 */
export function compilerName(type: GoType, ownPackage: string): string {
  const writer = new CompilerNameWriter(ownPackage);
  writer.type(type);
  return writer.text;
}

class CompilerNameWriter extends NameWriter {
  readonly #ownPackage: string;

  constructor(ownPackage: string) {
    super();
    this.#ownPackage = ownPackage;
  }

  type(type: GoType): void {
    if (this.isFull) return;
    switch (type.kind) {
      case 'basic':
      case 'unknown':
        return this.add(type.name);
      case 'named':
      case 'alias': {
        const { name: packageName } = type.file.package;
        const isOwn = packageName === '' || packageName === this.#ownPackage;
        this.add(isOwn ? type.name : `${packageName}.${type.name}`);
        if (type.typeArguments.length === 0) return;
        this.add('[');
        this.list(type.typeArguments, ', ', (argument) => this.type(argument));
        return this.add(']');
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
        return this.channel(type.direction, type.element, () => this.type(type.element));
      case 'function':
        this.add('func');
        return this.#signature(type);
      case 'struct':
        return this.#struct(type);
      case 'interface':
        return this.#interface(type);
    }
  }

  #signature({ parameters, results, isVariadic }: FunctionType): void {
    this.#parameters(parameters, isVariadic);
    if (results.length === 0) return;
    this.add(' ');
    if (results.length === 1 && results[0].name === '') this.type(results[0].type);
    else this.#parameters(results, false);
  }

  #parameters(parameters: readonly Parameter[], isVariadic: boolean): void {
    this.add('(');
    this.list(parameters, ', ', ({ name, type }, index) => {
      if (name !== '') this.add(`${name} `);
      if (isVariadic && index === parameters.length - 1) this.add('...');
      this.type(type);
    });
    this.add(')');
  }

  #struct({ fields }: StructType): void {
    this.add('struct{');
    this.list(fields, '; ', ({ name, type, isEmbedded, tag }) => {
      if (!isEmbedded) this.add(`${name} `);
      this.type(type);
      if (tag !== '') this.add(` ${quoted(tag)}`);
    });
    this.add('}');
  }

  #interface({ methods, embedded }: InterfaceType): void {
    const sorted = methods.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    this.add('interface{');
    this.list([...sorted, ...embedded], '; ', (part) => {
      if ('name' in part) {
        this.add(part.name);
        this.#signature(part.type);
        return;
      }
      this.list(part, ' | ', ({ isApproximate, type }) => {
        if (isApproximate) this.add('~');
        this.type(type);
      });
    });
    this.add('}');
  }
}
