import type { Address } from '../../base/index.ts';
import type { GoField, GoKind, GoType, MapLayout } from '../go-type.ts';
import { decideMayReachMap } from './may-reach-map.ts';
import type { TypeHead, TypeParts } from './type-head.ts';

/** A type whose parts are looked up on first use. */
export class TypeNode implements GoType {
  readonly id: number;
  readonly kind: GoKind;
  readonly name: string;
  readonly packagePath: string;
  readonly size: number;
  readonly runtimeType: Address;
  readonly length: number;
  readonly emptyInterface: boolean;
  readonly directInterface: boolean;
  /** False where the type is known to hold no pointer at all, which spares looking at its parts. */
  readonly hasPointers: boolean;
  /** Set by `decideMayReachMap`; undefined while nobody asked. */
  knownMayReachMap: boolean | undefined;
  #parts: TypeParts | undefined;
  readonly #resolve: () => TypeParts;

  constructor(id: number, head: TypeHead, resolve: () => TypeParts) {
    this.id = id;
    this.kind = head.kind;
    this.name = head.name;
    this.packagePath = head.packagePath;
    this.size = head.size;
    this.runtimeType = head.runtimeType;
    this.length = head.length;
    this.emptyInterface = head.emptyInterface;
    this.directInterface = head.directInterface;
    this.hasPointers = head.hasPointers;
    this.#resolve = resolve;
  }

  get elem(): GoType | undefined {
    return this.#resolved().elem;
  }

  get key(): GoType | undefined {
    return this.#resolved().key;
  }

  get fields(): readonly GoField[] {
    return this.#resolved().fields ?? [];
  }

  get map(): MapLayout | undefined {
    return this.#resolved().map;
  }

  get mayReachMap(): boolean {
    return this.knownMayReachMap ?? decideMayReachMap(this);
  }

  #resolved(): TypeParts {
    this.#parts ??= this.#resolve();
    return this.#parts;
  }
}
