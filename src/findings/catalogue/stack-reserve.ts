import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface StackReserveFacts {
  /** Of goroutines whose stack is too large. */
  readonly count: number;
  /** Bytes in memory below the frames of these stacks. */
  readonly unusedBytes: number;
  readonly usedBytes: number;
  /** What is left of the unused bytes once the collector has shrunk the stacks comes not back. */
  readonly reclaimableBytes: number;
  /** `main.start (/src/a.go:12)` of the group with most of it; '' where unknown. */
  readonly created: string;
  readonly groupCount: number;
  readonly groupBytes: number;
  /** GOGC; -1 for off, undefined where unknown. */
  readonly gcPercent: number | undefined;
}

export const stackReserve: CatalogueEntry = {
  id: 'stack-reserve',
  title: {
    en: 'stacks are far larger than what they hold',
    zh: '栈远大于实际所用',
  },
  explanation: {
    en:
      'A stack doubles when a call does not fit, and a deep moment leaves it large. Only a collection shrinks it, by half each ' +
      'time, and only where less than a quarter is in use; not while the goroutine is in a system call, and not at all with ' +
      'GODEBUG=gcshrinkstackoff=1. From Go 1.19 on new goroutines begin with the average size that collections found in use, so that ' +
      'many deep ones make all others larger.',
    zh:
      '调用放不下时栈会翻倍，一次深调用之后就一直很大。只有 GC 会收缩栈，每次减半，且仅当使用不足四分之一时；goroutine 处于系统调用中时不收缩，' +
      '设置 GODEBUG=gcshrinkstackoff=1 时完全不收缩。自 Go 1.19 起，新 goroutine 的初始栈取历次 GC 所见使用量的平均值，' +
      '因此大量深栈会使其他 goroutine 的栈也变大。',
  },
  severityRule,
  remedy: remedyText(undefined),
};

export const describeStackReserve: Describe<StackReserveFacts> = (facts, _context, language) => {
  const { count, unusedBytes, usedBytes, reclaimableBytes, created, groupCount, groupBytes } = facts;
  const most = created === '' || groupBytes === 0;
  const detail = {
    en:
      `${formatCount(count)} goroutines use ${formatBytes(usedBytes)} of their stacks; ${formatBytes(unusedBytes)} below that are in memory, unused. ` +
      `Collections would give back ${formatBytes(reclaimableBytes)}, half of a stack at a time.` +
      (most
        ? ''
        : ` ${formatBytes(groupBytes)} belong to ${formatCount(groupCount)} goroutines started at ${created}.`),
    zh:
      `${formatCount(count)} 个 goroutine 的栈只用了 ${formatBytes(usedBytes)}，其下还有 ${formatBytes(unusedBytes)} 驻留内存却未使用。` +
      `GC 每次把栈减半，最终可归还 ${formatBytes(reclaimableBytes)}。` +
      (most
        ? ''
        : `其中 ${formatBytes(groupBytes)} 属于 ${created} 启动的 ${formatCount(groupCount)} 个 goroutine。`),
  }[language];
  return { detail, remedy: remedyText(facts.gcPercent)[language] };
};

function remedyText(gcPercent: number | undefined): Text {
  const off = gcPercent !== undefined && gcPercent < 0;
  return {
    en: paragraphs(
      off
        ? 'GOGC is off in this process: no collection comes that would shrink them. Set a GOGC, or call runtime.GC() after the deep phase, several times: each halves a stack.'
        : 'Some collections shrink them; runtime.GC() several times does it at once. If they are as large a minute later, look for GODEBUG=gcshrinkstackoff=1.',
      'Run deep work (recursive parsers, large arrays as local variables) in a goroutine of its own that ends: then its whole stack is freed. Make recursion iterative, and large local arrays slices.',
    ),
    zh: paragraphs(
      off
        ? '该进程的 GOGC 为 off：不会有 GC 来收缩它们。请设置 GOGC，或在深调用阶段之后多次调用 runtime.GC()：每次把栈减半。'
        : '若干次 GC 之后会收缩；连续调用几次 runtime.GC() 则立即收缩。如果一分钟后仍然这么大，请检查是否设置了 GODEBUG=gcshrinkstackoff=1。',
      '把深调用（递归解析、作为局部变量的大数组）放到单独的、会结束的 goroutine 中：结束后整个栈都会释放。把递归改为迭代，把大的局部数组改为 slice。',
    ),
  };
}
