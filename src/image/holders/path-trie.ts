import type { GoType } from '../go-type.ts';
import type { Plan } from './plan.ts';
import type { Scope } from './scope.ts';

/** How the memory of an object is read that was reached by a path. */
export const nodeKind = {
  /** One value of the type. */
  value: 1,
  /** Values of the type one after another, to the end of the slot: the array behind a slice. */
  elements: 2,
  /** A map header; the type is the map type, where it is known. */
  map: 3,
  /** Buckets or groups of the map type. */
  entries: 4,
  /** runtime.hchan; the type is the channel type. */
  channel: 5,
  /** A closure object. */
  closure: 6,
  /** internal/sync.node[K, V]: an entry or an inner node of a HashTrieMap, which its first byte tells. */
  trieNode: 7,
  /** Words of unknown types. */
  untyped: 8,
  /** A goroutine's stack, or a data segment without types. */
  words: 9,
  /** A key or elem of a map that is stored apart: one value of the type. */
  box: 10,
  /** The bytes of a string. */
  text: 11,
  /** What a map consists of beside header and entries: directory, tables, lists of overflow buckets. */
  mapPart: 12,
  /** Values of the type that the object itself says, to the end of the slot. */
  own: 13,
} as const;

export const pathLimit = 65_000;
/** Above this many nodes a new one forgets its path and is shared by all objects of its kind and type. */
const exactLimit = 56_000;
const depthLimit = 48;
/** What stands for steps that are not known, or no longer told apart. */
export const unknownSteps = '…';

/**
 * Abstract paths: where in the program's data a kind of object was found, without indexes and keys. A node is its
 * parent, the step from it, and how to read what is there, so one 16-bit number an object says path and type at once.
 * Recursive types end: a child of the same kind and type as one of its ancestors is that ancestor.
 */
export class PathTrie {
  count = 1;
  readonly kind: Uint8Array = new Uint8Array(pathLimit + 1);
  readonly parent: Uint16Array = new Uint16Array(pathLimit + 1);
  readonly depth: Uint8Array = new Uint8Array(pathLimit + 1);
  readonly types: (GoType | undefined)[] = [undefined];
  readonly steps: string[] = [''];
  readonly plans: (Plan | undefined)[] = [undefined];
  /** Bytes from the object's start that a visit by this path covers; infinite where it is the whole slot. */
  readonly covered: Float64Array = new Float64Array(pathLimit + 1);
  /** 1 for nodes whose maps get no holder: a walk that only learns types. */
  readonly silent: Uint8Array = new Uint8Array(pathLimit + 1);
  /** 1 for paths that begin at a word which only may be a pointer: they prove no map reachable. */
  readonly doubtful: Uint8Array = new Uint8Array(pathLimit + 1);
  /** 1 for references to maps whose keys or elems can lead to what is wanted. */
  readonly leads: Uint8Array = new Uint8Array(pathLimit + 1);
  /** First place of each node in `children`. */
  readonly childBase: Int32Array = new Int32Array(pathLimit + 1);
  /** Child by `childBase[node] + entry of the plan`, 0 while there is none. */
  children: Uint16Array = new Uint16Array(4096);
  #childrenUsed = 1;
  readonly #packages = new Map<number, string>();
  readonly #dynamic = new Map<number, number>();
  readonly #shared = new Map<string, number>();
  readonly #planOf: (kind: number, type: GoType | undefined) => Plan | undefined;
  readonly #scope: Scope;

  constructor(planOf: (kind: number, type: GoType | undefined) => Plan | undefined, scope: Scope) {
    this.#planOf = planOf;
    this.#scope = scope;
  }

  get full(): boolean {
    return this.count >= pathLimit;
  }

  /** A path's beginning; 0 when the trie is full. */
  root(
    step: string,
    packagePath: string,
    kind: number,
    type: GoType | undefined,
    { silent = false, doubtful = false }: { silent?: boolean; doubtful?: boolean } = {},
  ): number {
    const node = this.#add(0, step, kind, type);
    if (node === 0) return 0;
    this.silent[node] = silent ? 1 : 0;
    this.doubtful[node] = doubtful ? 1 : 0;
    if (packagePath !== '') this.#packages.set(node, packagePath);
    return node;
  }

  /** The child at an entry of the node's plan. 0 when the trie is full. */
  child(node: number, entry: number, step: string, kind: number, type: GoType | undefined): number {
    const place = this.childBase[node] + entry;
    const known = this.children[place];
    if (known !== 0) return known;
    const made = this.#reach(node, step, kind, type);
    this.children[place] = made;
    return made;
  }

  /** A child that depends on what was found there: the dynamic type of an interface, a closure's captures. */
  dynamicChild(node: number, entry: number, step: string, kind: number, type: GoType | undefined): number {
    const key = ((this.childBase[node] + entry) * 16 + kind) * 2 ** 22 + (type ? type.id + 1 : 0);
    const known = this.#dynamic.get(key);
    if (known !== undefined) return known;
    const made = this.#reach(node, step, kind, type);
    this.#dynamic.set(key, made);
    return made;
  }

  /** `main.srv.sessions`; '' for what is no node. */
  pathOf(node: number): string {
    const steps: string[] = [];
    for (let at = node; at > 0; at = this.parent[at]) steps.push(this.steps[at]);
    return joinSteps(steps.reverse());
  }

  /**
   * Import path of the package whose variable, or goroutine, the path begins with. What the runtime itself holds (timers,
   * finalizers), or a root without name, belongs to the package of the first type on the path that is not the runtime's.
   */
  packageOf(node: number): string {
    let root = Math.max(0, node);
    let typed = '';
    for (let at = root; at !== 0; at = this.parent[at]) {
      root = at;
      const typePackage = this.types[at]?.packagePath ?? '';
      if (typePackage !== '' && !isRuntimePackage(typePackage)) typed = typePackage;
    }
    const own = this.#packages.get(root) ?? '';
    return own === '' || isRuntimePackage(own) ? typed || own : own;
  }

  #reach(node: number, step: string, kind: number, type: GoType | undefined): number {
    for (let at = node; at !== 0; at = this.parent[at]) {
      if (this.kind[at] === kind && this.types[at] === type) return at;
    }
    if (this.count < exactLimit && this.depth[node] < depthLimit) return this.#add(node, step, kind, type);
    const silent = this.silent[node] === 1;
    const doubtful = this.doubtful[node] === 1;
    const key = `${kind} ${type?.id ?? -1} ${silent} ${doubtful}`;
    let shared = this.#shared.get(key) ?? 0;
    if (shared === 0) {
      shared = this.root(unknownSteps, '', kind, type, { silent, doubtful });
      this.#shared.set(key, shared);
    }
    return shared;
  }

  #add(parent: number, step: string, kind: number, type: GoType | undefined): number {
    if (this.full) return 0;
    const node = this.count++;
    const plan = this.#planOf(kind, type);
    this.kind[node] = kind;
    this.parent[node] = parent;
    this.depth[node] = parent === 0 ? 0 : this.depth[parent] + 1;
    this.silent[node] = this.silent[parent];
    this.doubtful[node] = this.doubtful[parent];
    this.types.push(type);
    this.steps.push(step);
    this.plans.push(plan);
    const isValue = kind === nodeKind.value || kind === nodeKind.box;
    this.covered[node] = isValue && type ? type.size : Infinity;
    if (kind === nodeKind.map)
      this.leads[node] =
        this.#scope.isWhole || !type || this.#wants(type.key) || this.#wants(type.elem) ? 1 : 0;
    this.childBase[node] = this.#reserve(Math.max(1, plan ? plan.action.length : 1));
    return node;
  }

  #wants(type: GoType | undefined): boolean {
    return type !== undefined && this.#scope.wants(type);
  }

  #reserve(count: number): number {
    const from = this.#childrenUsed;
    this.#childrenUsed += count;
    if (this.#childrenUsed > this.children.length) {
      const larger = new Uint16Array(Math.max(this.#childrenUsed, this.children.length * 2));
      larger.set(this.children);
      this.children = larger;
    }
    return from;
  }
}

function isRuntimePackage(packagePath: string): boolean {
  return (
    packagePath === 'runtime' || packagePath.startsWith('internal/') || packagePath.startsWith('runtime/')
  );
}

/** Where the runtime keeps timers: until Go 1.22 in p.timers, then in p.timers.heap. */
const timerPath = /^runtime\.allp\[[^\]]*\]\.timers(?:\.heap)?\[[^\]]*\](?:\.timer)?\.(?:arg|f)/;

/** Steps as one path. Two unknown stretches in a row are one; the way to a timer is only "timer". */
export function joinSteps(steps: readonly string[]): string {
  let path = '';
  for (const step of steps) {
    path +=
      path.endsWith(unknownSteps) && step.startsWith(unknownSteps) ? step.slice(unknownSteps.length) : step;
  }
  return path.replace(timerPath, 'timer');
}
