import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import type { Text } from '../language.ts';
import { type CatalogueEntry, type Describe, paragraphs, type RemedyContext } from './entry.ts';
import { durationText } from './time-text.ts';

/** Fewer goroutines at one place are no finding, however much they take. */
export const manyGoroutines = 100;
/** Goroutines of which half have waited less than this are more likely at work than forgotten … */
export const youngWaitMs: number = 60_000;
/** … where that is less than this share of the longest wait of any goroutine: in a process that has just begun every wait is short. */
export const youngShare = 0.25;

export interface GoroutineLeakFacts {
  readonly count: number;
  readonly functionName: string;
  /** `main.start (/src/a.go:12)`, '' where unknown. */
  readonly created: string;
  /** `main.worker (/src/a.go:40)`, '' where unknown. */
  readonly stands: string;
  readonly waitReason: string;
  /** Upper bounds; undefined where not known. */
  readonly oldestWaitMs: number | undefined;
  readonly medianWaitMs: number | undefined;
  readonly bytes: number;
  readonly stackBytes: number;
  readonly structBytes: number;
  readonly labels: string;
  /** Of a text that has no sizes: `bytes` and `stackBytes` are of the smallest stacks, and the waits whole minutes. */
  readonly isLeast?: boolean;
  /** True where a goroutine profile told it, which has neither stack sizes nor ages: bytes are then the mean of all stacks. */
  readonly isOfProfile?: boolean;
}

export const goroutineLeak: CatalogueEntry = {
  id: 'goroutine-leak',
  title: {
    en: 'many goroutines wait at one place',
    zh: '大量 goroutine 停在同一处等待',
  },
  explanation: {
    en:
      'A goroutine that waits for what never comes is never freed: its stack (2 KiB or more), its g struct and everything that ' +
      `its frames hold stay. Reported for ${formatCount(manyGoroutines)} or more goroutines that one go statement started and that wait at one line of the ` +
      'program for one reason. One look cannot prove a leak: a pool of workers looks the same. The time that they have waited ' +
      'is an upper bound: the runtime notes it only when a collection meets a goroutine waiting. Waits for the network are ' +
      'never more than low: connections without a deadline. Where half of them have waited less than a minute, and far less than the process is old, they are at work and not reported.',
    zh:
      '等待永远不会到来的事件的 goroutine 永远不会释放：它的栈（至少 2 KiB）、g 结构以及栈帧所引用的一切都会留下。' +
      `由同一条 go 语句启动、因同一原因停在程序同一行的 goroutine 达到 ${formatCount(manyGoroutines)} 个时报告。单次观察不能证明泄漏：` +
      'worker 池看起来也是这样。等待时间是上限：只有当某次 GC 遇到正在等待的 goroutine 时，运行时才记下时间。' +
      '等待网络的最多为 low：那是没有设置期限的连接。若半数等待不足一分钟，且远短于进程的运行时间，则它们正在工作，不予报告。',
  },
  severityRule: {
    en: `Stacks count, not g structs, which no collection frees. ${severityRule.en} In a dump, which has no sizes, by number and wait: see the detail; low where waits are not known. In an execution trace: those that gathered all through it; medium where the handlers that started them had returned and hardly any ended, high from 10,000 on, else low.`,
    zh: `只计栈，不计 g 结构（GC 从不释放它）。${severityRule.zh}转储中没有大小，按数量与等待时间划分：见详情；等待时间未知时为 low。在 execution trace 中：在整段时间内不断积累的；若启动它们的 handler 已返回且几乎没有结束，为 medium，达到 10,000 个为 high，否则为 low。`,
  },
  remedy: remedyText({ goMinor: 26, mapKind: 'swiss' }, ''),
};

export const describeGoroutineLeak: Describe<GoroutineLeakFacts> = (facts, context, language) => {
  const { count, functionName, created, stands, waitReason, bytes, stackBytes, structBytes, labels } = facts;
  const about = facts.isOfProfile ? { en: 'about ', zh: '约 ' } : { en: '', zh: '' };
  const place = { en: stands === '' ? '' : ` at ${stands}`, zh: stands === '' ? '' : `停在 ${stands}，` };
  const by = {
    en: created === '' ? '' : `, started at ${created}`,
    zh: created === '' ? '' : `（由 ${created} 启动）`,
  };
  const detail = {
    en:
      `${formatCount(count)} goroutines of ${functionName}${by.en}, ${waitReason === '' && !facts.isOfProfile ? 'stand' : 'wait'}${place.en}${waitReason === '' ? '' : ` (${waitReason})`}. ` +
      (facts.isLeast === true
        ? `The text has no sizes: their stacks take ${formatBytes(stackBytes)} at least, 2 KiB each; what their frames hold comes on top.`
        : `They take ${about.en}${formatBytes(bytes)}: ${formatBytes(stackBytes)} of stacks and ${formatBytes(structBytes)} of g structs; what their frames hold comes on top.`),
    zh:
      `${formatCount(count)} 个 ${functionName} 的 goroutine${by.zh}${place.zh}等待原因：${waitReason === '' ? '未知' : waitReason}。` +
      (facts.isLeast === true
        ? `文本中没有大小：它们的栈至少占 ${formatBytes(stackBytes)}，每个 2 KiB；栈帧所引用的对象另计。`
        : `共占 ${about.zh}${formatBytes(bytes)}：栈 ${formatBytes(stackBytes)}，g 结构 ${formatBytes(structBytes)}；栈帧所引用的对象另计。`),
  }[language];
  const labelled = { en: `Most frequent labels: ${labels}.`, zh: `最常见的标签：${labels}。` }[language];
  return {
    detail: paragraphs(detail + ageText(facts)[language], labels === '' ? undefined : labelled),
    remedy: remedyText(context, waitReason)[language],
  };
};

function ageText(facts: GoroutineLeakFacts): Text {
  const { oldestWaitMs, medianWaitMs, waitReason, isLeast, isOfProfile } = facts;
  if (isOfProfile)
    return {
      en: ' How long they have waited this profile does not tell; the bytes are the mean of all stacks. Look again in a minute whether they are still there.',
      zh: '这份剖析没有给出等待时间；字节数按所有栈的平均值计算。一分钟后再看它们是否还在。',
    };
  // Go 1.26, GOEXPERIMENT=goroutineleakprofile: the state that its collection gives to what nothing can wake.
  if (waitReason === 'leaked')
    return {
      en: ' The collector has proved that nothing can wake them.',
      zh: 'GC 已证明没有任何东西能唤醒它们。',
    };
  if (oldestWaitMs === undefined || medianWaitMs === undefined) {
    if (waitReason === '')
      return {
        en: ' Whether they wait, and how long, this text does not say; that of /debug/pprof/goroutine?debug=2 does.',
        zh: '这种文本不说明它们是否在等待、等了多久；/debug/pprof/goroutine?debug=2 会说明。',
      };
    return {
      en: ' How long they have waited is not known: no collection has met them.',
      zh: '等待了多久未知：还没有 GC 遇到过它们。',
    };
  }
  const [oldest, median] = [durationText(oldestWaitMs), durationText(medianWaitMs)];
  if (isLeast === true)
    return {
      en: ` The oldest has waited ${oldest.en}, half of them ${median.en} or more, in whole minutes, counted from the collection before the first one that met them.`,
      zh: `最久的已等待 ${oldest.zh}，半数不少于 ${median.zh}；以整分钟计，从首次遇到它们的 GC 的前一次 GC 算起。`,
    };
  const young = medianWaitMs < youngWaitMs;
  return {
    en: ` The oldest has waited ${oldest.en} at most, half of them ${median.en} or less.${young ? ' That is short: look again in a minute whether they are still there.' : ''}`,
    zh: `最久的至多等了 ${oldest.zh}，半数不超过 ${median.zh}。${young ? '时间很短：一分钟后再看它们是否还在。' : ''}`,
  };
}

function remedyText({ goMinor }: RemedyContext, waitReason: string): Text {
  const profile = goMinor >= 26;
  const network = waitReason === 'IO wait';
  return {
    en: paragraphs(
      network
        ? 'They wait for the network: give connections deadlines (http.Server.ReadHeaderTimeout and IdleTimeout, net.Conn.SetDeadline), so that peers that went away end them.'
        : 'Give every goroutine a way out of this wait: select on ctx.Done() beside the channel, close the channel when its last sender is done, give a result channel a buffer of one so that its sender never waits for a receiver that left.',
      'What holds each of them: /debug/pprof/goroutine?debug=2 has every stack.',
      profile
        ? 'Go 1.26: a build with GOEXPERIMENT=goroutineleakprofile has /debug/pprof/goroutineleak, where the collector proves which of them nothing can wake.'
        : undefined,
      'When they end, the next collection frees their stacks; their g structs stay for goroutines to come.',
    ),
    zh: paragraphs(
      network
        ? '它们在等待网络：给连接设置期限（http.Server.ReadHeaderTimeout 与 IdleTimeout、net.Conn.SetDeadline），使对端消失后它们能够结束。'
        : '让每个 goroutine 都能离开这里：在等待 channel 的同时 select ctx.Done()；最后一个发送者完成后关闭 channel；返回结果的 channel 设 1 个缓冲，使发送者不必等待已离开的接收者。',
      '查看它们的栈：/debug/pprof/goroutine?debug=2。',
      profile
        ? 'Go 1.26：用 GOEXPERIMENT=goroutineleakprofile 构建后有 /debug/pprof/goroutineleak，由 GC 证明哪些 goroutine 再也无法被唤醒。'
        : undefined,
      '它们结束后，下一次 GC 释放它们的栈；g 结构会留给以后的 goroutine 复用。',
    ),
  };
}
