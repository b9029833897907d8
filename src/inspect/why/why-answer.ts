import type { Address } from '../../base/index.ts';
import type { ObjectKind, RootKind } from '../../image/index.ts';

/** One object of the heap. */
export interface ObjectFacts {
  /** Where it begins, behind a malloc header. */
  readonly address: Address;
  /** As the tables print it: `main.Session`, `[]uint8`; '?' where nothing tells. */
  readonly type: string;
  readonly kind: ObjectKind;
  /** The way to it with indexes and keys: `main.srv.sessions["alice"].buffer`; '' where none is known. */
  readonly path: string;
  /** False for garbage: no root leads to it. */
  readonly reachable: boolean;
  /** Of its slot. */
  readonly bytes: number;
  /** What would become garbage with it, itself included; null where the graph did not fit the memory allowed. */
  readonly retainedBytes: number | null;
}

/**
 * What every way to an object passes; ways from stacks count only where no variable leads to it. `address` of a root is that
 * of the variable or the g, null where it has none.
 */
export interface Dominator {
  /** Type of an object, name of a root. */
  readonly name: string;
  readonly root: RootKind | null;
  readonly address: Address | null;
  readonly retainedBytes: number;
}

/** One object on a way, and the step that leads to it. */
export interface WayStep {
  /** `.sessions`, `["alice"]`; the first begins with the root's name. */
  readonly step: string;
  readonly address: Address;
  readonly type: string;
}

/** A way from a root to an object. */
export interface Way {
  /** The steps as one: `main.srv.sessions["alice"].buffer`. */
  readonly path: string;
  readonly root: RootKind;
  readonly steps: readonly WayStep[];
  /** Objects that were left out in the middle of `steps`. */
  readonly omittedSteps: number;
}

/** Who keeps one object. */
export interface WhyObject {
  readonly kind: 'object';
  readonly object: ObjectFacts;
  /** Bytes from the object's start to the address asked for, and what lies there: `[3].name`; '' for its beginning. */
  readonly offset: number;
  readonly part: string;
  /** The nearest first, the root last; of many the first ones. Empty where several roots hold it, and for garbage. */
  readonly dominators: readonly Dominator[];
  readonly dominatorCount: number;
  /** Shortest first, one for each object or root that points to it. */
  readonly ways: readonly Way[];
  readonly wayCount: number;
}

/** What the live objects of one type at one path come to. */
export interface TypePath {
  /** `main.srv.sessions[*]`; '' for objects that no path leads to. */
  readonly path: string;
  readonly package: string;
  readonly objects: number;
  readonly bytes: number;
}

/** Who keeps the objects of one type. */
export interface WhyType {
  readonly kind: 'type';
  readonly type: string;
  /** Live ones. */
  readonly objects: number;
  readonly bytes: number;
  /** Most bytes first. */
  readonly paths: readonly TypePath[];
  readonly pathCount: number;
  /** Those that retain most, or the largest where nothing says what they retain. */
  readonly largest: readonly ObjectFacts[];
  /** The shortest way to the first of them. */
  readonly way: Way | null;
}

export type WhyAnswer = WhyObject | WhyType;
