import { qualifiedName } from '../types/context.ts';
import type { Field, GoType, InterfaceType } from '../types/go-type.ts';
import { recursionMessage } from '../types/recursion.ts';
import type { Resolver } from '../types/resolver.ts';
import { TypeFailure, type TypeProblemCode } from '../types/type-problem.ts';
import { basicAlignments, basicSizes } from '../types/universe.ts';

/** What values of a type take, in bytes. */
export interface Measure {
  readonly size: number;
  readonly align: number;
  /** Length of the part at the front beyond which no pointer lies: what the collector looks at. 0 without pointers. */
  readonly pointerBytes: number;
}

/** The offsets of a struct's fields come with its measure. */
export interface StructMeasure extends Measure {
  readonly offsets: readonly number[];
}

const pointerSize = 8;
const pointer: Measure = { size: pointerSize, align: pointerSize, pointerBytes: pointerSize };

/** cmd/compile/internal/{amd64,arm64}/galign.go, MAXWIDTH (Go 1.26): no type has this many bytes. */
const sizeLimit = 2 ** 50;
/** cmd/compile/internal/types/size.go, CalcSize, TCHANARGS. */
export const channelElementLimit: number = 2 ** 16;
/** Structs and arrays may hold one another by value this deep. */
const depthMax = 300;

/**
 * Sizes, alignments and pointer bytes as the compiler works them out for amd64 and arm64: cmd/compile/internal/types/size.go,
 * CalcSize, CalcStructSize, CalcArraySize (Go 1.26, the same rules since 1.18).
 */
export class Measures {
  readonly #resolver: Resolver;
  readonly #known = new Map<GoType, Measure>();
  /** Types that are being measured, outermost first. */
  readonly #open: GoType[] = [];

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** Fails for a type that has no size: it holds itself, is too large, or its declaration is not at hand. */
  of(type: GoType): Measure {
    const known = this.#known.get(type);
    if (known) return known;
    if (this.#open.includes(type)) this.#failRecursive(type);
    if (this.#open.length >= depthMax) {
      this.#fail('too-deep', `types hold one another by value more than ${depthMax} levels deep`);
    }
    this.#open.push(type);
    try {
      const measure = this.#measure(type);
      this.#known.set(type, measure);
      return measure;
    } finally {
      this.#open.pop();
    }
  }

  /** Measure and field offsets of a struct type. */
  ofStruct(fields: readonly Field[], type: GoType): StructMeasure {
    const offsets: number[] = [];
    let size = 0;
    let align = 1;
    let pointerBytes = 0;
    let last = 0;
    for (const { type: fieldType } of fields) {
      const field = this.of(fieldType);
      const offset = roundUp(size, field.align);
      offsets.push(offset);
      size = offset + field.size;
      last = field.size;
      if (size >= sizeLimit) this.#fail('too-large', `type ${this.#resolver.compilerName(type)} too large`);
      align = Math.max(align, field.align);
      if (field.pointerBytes > 0) pointerBytes = offset + field.pointerBytes;
    }
    // The address of an empty field at the end would be that of whatever lies behind the struct (Go issue 9401).
    if (size > 0 && last === 0) size++;
    return { size: roundUp(size, align), align, pointerBytes, offsets };
  }

  #measure(type: GoType): Measure {
    switch (type.kind) {
      case 'alias':
        return this.of(type.target);
      case 'named': {
        const underlying = this.#resolver.underlying(type);
        const measure =
          underlying.kind === 'struct' ? this.ofStruct(underlying.fields, type) : this.of(underlying);
        // An empty struct by whose name the compiler knows that the struct around it wants this alignment.
        const isAligner = type.name === 'align64' && type.file.package.path === 'sync/atomic';
        return isAligner ? { ...measure, align: 8 } : measure;
      }
      case 'unknown':
        throw new TypeFailure(type.problem);
      case 'basic':
        return basicMeasure(type.name);
      case 'slice':
        return { size: 3 * pointerSize, align: pointerSize, pointerBytes: pointerSize };
      case 'interface':
        this.#refuseSelfEmbedding(type);
        return { size: 2 * pointerSize, align: pointerSize, pointerBytes: 2 * pointerSize };
      case 'array':
        return this.#array(type.length, type.element, type);
      case 'struct':
        return this.ofStruct(type.fields, type);
      case 'pointer':
      case 'map':
      case 'channel':
      case 'function':
        return pointer;
    }
  }

  /** An interface has its size whatever it embeds, but must not embed itself. */
  #refuseSelfEmbedding({ embedded }: InterfaceType): void {
    for (const { type } of embedded.flat()) {
      if (this.#resolver.underlying(type).kind === 'interface') this.of(type);
    }
  }

  #array(length: bigint, elementType: GoType, type: GoType): Measure {
    const element = this.of(elementType);
    if (element.size > 0 && length > BigInt(Math.floor((sizeLimit - 1) / element.size))) {
      this.#fail('too-large', `type ${this.#resolver.compilerName(type)} larger than address space`);
    }
    if (element.size === 0 || length === 0n) return { size: 0, align: element.align, pointerBytes: 0 };
    const count = Number(length);
    const pointerBytes = element.pointerBytes > 0 ? element.size * (count - 1) + element.pointerBytes : 0;
    return { size: element.size * count, align: element.align, pointerBytes };
  }

  #failRecursive(type: GoType): never {
    const cycle = this.#open.slice(this.#open.indexOf(type));
    const named = cycle.flatMap((step) => (step.kind === 'named' ? [step.declaration] : []));
    // A generic type that holds another of its instances is named once for each.
    this.#fail('recursive', recursionMessage([...new Set(named)]));
  }

  #fail(code: TypeProblemCode, message: string): never {
    const holder = this.#open.findLast((type) => type.kind === 'named');
    const context = this.#resolver.ownContext();
    if (holder?.kind !== 'named') return this.#resolver.fail(code, message, 0, context);
    const { file, declaration } = holder;
    const name = qualifiedName(file, declaration.name);
    return this.#resolver.fail(code, message, declaration.offset, { ...context, declaration: name });
  }
}

function basicMeasure(name: string): Measure {
  const size = basicSizes[name];
  const hasPointer = name === 'string' || name === 'unsafe.Pointer';
  return { size, align: basicAlignments[name] ?? size, pointerBytes: hasPointer ? pointerSize : 0 };
}

/** `align` is a power of two; sizes go beyond 32 bits, so that no bit operator will do. */
function roundUp(size: number, align: number): number {
  return Math.ceil(size / align) * align;
}
