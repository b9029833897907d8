import type { Language } from '../../findings/index.ts';
import type { RootKind } from '../../inspect/index.ts';

/** The wording of `inspect --why`. */
export interface WhyWords {
  readonly root: Readonly<Record<RootKind, string>>;
  readonly garbage: string;
  size(bytes: string, retained: string | undefined): string;
  /** Where the address lies in the object. */
  inside(address: string, offset: string, part: string): string;
  readonly path: string;
  readonly ways: string;
  moreWays(count: string): string;
  readonly noWays: string;
  readonly dominators: string;
  readonly severalRoots: string;
  retained(bytes: string): string;
  omitted(count: string): string;
  typeSum(objects: string, bytes: string): string;
  readonly byPath: string;
  readonly objects: string;
  readonly bytes: string;
  readonly largest: string;
  readonly address: string;
  readonly retainedTitle: string;
  readonly pathTitle: string;
  wayTo(address: string): string;
  readonly noRetained: string;
}

export const whyWords: Readonly<Record<Language, WhyWords>> = {
  en: {
    root: {
      variable: 'package variable',
      goroutine: 'goroutine stack',
      special: 'finalizer, cleanup or weak pointer',
      queue: 'finalizer that waits to run',
      finalizer: 'its own finalizer',
    },
    garbage: 'Garbage: nothing leads to it; the next collection frees it.',
    size: (bytes, retained) =>
      retained === undefined ? `${bytes} in its slot` : `${bytes} in its slot; retains ${retained}`,
    inside: (address, offset, part) =>
      `${address} lies ${offset} bytes into it${part === '' ? '' : `, in ${part}`}`,
    path: 'Found at',
    ways: 'Ways from roots, shortest first',
    moreWays: (count) => `… and ${count} more; --top shows more`,
    noWays: 'Ways and dominators are not told: the graph did not fit the memory allowed.',
    dominators: 'Every way to it passes these (stacks count where no variable leads to it)',
    severalRoots: 'Several roots hold it: no single one keeps it.',
    retained: (bytes) => `retains ${bytes}`,
    omitted: (count) => `… ${count} objects …`,
    typeSum: (objects, bytes) => `${objects} live objects, ${bytes}`,
    byPath: 'Where they are held',
    objects: 'OBJECTS',
    bytes: 'BYTES',
    largest: 'Those that retain most; --why ADDRESS tells who keeps one',
    address: 'ADDRESS',
    retainedTitle: 'RETAINED',
    pathTitle: 'PATH',
    wayTo: (address) => `The shortest way to ${address}`,
    noRetained: '-',
  },
  zh: {
    root: {
      variable: '包变量',
      goroutine: 'goroutine 栈',
      special: 'finalizer、cleanup 或弱指针',
      queue: '等待运行的 finalizer',
      finalizer: '自身的 finalizer',
    },
    garbage: '垃圾：没有任何引用指向它，下一次 GC 会释放。',
    size: (bytes, retained) =>
      retained === undefined ? `槽位 ${bytes}` : `槽位 ${bytes}；支配字节 ${retained}`,
    inside: (address, offset, part) =>
      `${address} 位于其中偏移 ${offset} 字节处${part === '' ? '' : `，即 ${part}`}`,
    path: '位置',
    ways: '从根到它的路径，最短的在前',
    moreWays: (count) => `……另有 ${count} 条路径；用 --top 可多显示一些`,
    noWays: '没有给出路径和支配者：所允许的内存装不下对象图。',
    dominators: '所有路径都经过以下各处（有变量可达时，不计栈）',
    severalRoots: '有多个根持有它，没有唯一的持有者。',
    retained: (bytes) => `支配字节 ${bytes}`,
    omitted: (count) => `……省略 ${count} 个对象……`,
    typeSum: (objects, bytes) => `${objects} 个存活对象，共 ${bytes}`,
    byPath: '持有它们的位置',
    objects: '对象数',
    bytes: '字节',
    largest: '支配字节最多的对象；用 --why 地址 可查询是谁持有它',
    address: '地址',
    retainedTitle: '支配字节',
    pathTitle: '路径',
    wayTo: (address) => `到 ${address} 的最短路径`,
    noRetained: '-',
  },
};
