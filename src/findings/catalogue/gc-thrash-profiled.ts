import type { Text } from '../language.ts';
import { formatCount } from '../number-text.ts';
import { type CpuLine, type CpuShare, cpuLinesText, cpuShareText } from './cpu-shares.ts';
import { type Describe, paragraphs } from './entry.ts';

/** Facts of `gc-thrash` where a CPU profile shows it: shares of the CPU time used, not of all that GOMAXPROCS could. */
export interface ProfiledGcFacts extends CpuShare {
  readonly sampleCount: number;
  /** Without idle marking. */
  readonly totalSampleCount: number;
  readonly idleSampleCount: number;
  /** Who allocates: the largest lines, and how many there are. */
  readonly allocators: readonly CpuLine[];
  readonly allocatorCount: number;
}

export const describeProfiledGc: Describe<ProfiledGcFacts> = (facts, { goMinor }, language) => {
  const { sampleCount, totalSampleCount, idleSampleCount, allocators, allocatorCount } = facts;
  const share = cpuShareText(facts);
  const idle: Text =
    idleSampleCount === 0
      ? { en: '', zh: '' }
      : {
          en: ` Marking on idle processors (${formatCount(idleSampleCount)} samples) is left out.`,
          zh: `空闲处理器上的标记（${formatCount(idleSampleCount)} 个样本）不计。`,
        };
  const makers = cpuLinesText(allocators, allocatorCount);
  const who: Text =
    allocators.length === 0
      ? { en: '', zh: '' }
      : { en: `Those who allocate: ${makers.en}.`, zh: `分配者：${makers.zh}。` };
  const detail: Text = {
    en: paragraphs(
      `The collector takes ${share.en} of the CPU time that the program used, ${formatCount(sampleCount)} of ${formatCount(totalSampleCount)} samples.${idle.en}`,
      who.en,
    ),
    zh: paragraphs(
      `GC 占用了程序所用 CPU 时间的 ${share.zh}，即 ${formatCount(totalSampleCount)} 个样本中的 ${formatCount(sampleCount)} 个。${idle.zh}`,
      who.zh,
    ),
  };
  return { detail: detail[language], remedy: remedyText(goMinor)[language] };
};

function remedyText(goMinor: number): Text {
  const hasLimit = goMinor >= 19;
  return {
    en: paragraphs(
      `If nothing limits the heap, give it more room: with GOGC=200 it is collected half as often as with 100${hasLimit ? ', and GOMEMLIMIT, 5 to 10% below the limit of the container, keeps it in bounds' : ''}.`,
      hasLimit
        ? 'If a GOMEMLIMIT is set and what is alive comes near to it, that is the cause: raise it, or keep less alive. A profile does not show which; lines of GODEBUG=gctrace=1 do (highwater inspect on the log).'
        : 'Lines of GODEBUG=gctrace=1 tell how much is alive and how often it is collected (highwater inspect on the log).',
      'Allocate less at the lines that are named; where the program itself calls runtime.GC or debug.FreeOSMemory, leave that.',
    ),
    zh: paragraphs(
      `如果堆没有受到限制，就给它更多空间：GOGC=200 的 GC 次数是 100 的一半${hasLimit ? '，并用低于容器上限 5% 至 10% 的 GOMEMLIMIT 约束它' : ''}。`,
      hasLimit
        ? '如果设置了 GOMEMLIMIT 而存活字节接近它，原因就在这里：提高它，或减少存活的数据。profile 看不出是哪一种；GODEBUG=gctrace=1 的输出可以（对日志运行 highwater inspect）。'
        : 'GODEBUG=gctrace=1 的输出会说明存活多少、多久回收一次（对日志运行 highwater inspect）。',
      '在上面列出的行减少分配；如果程序自己调用 runtime.GC 或 debug.FreeOSMemory，请去掉。',
    ),
  };
}
