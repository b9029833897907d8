import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface HandleFacts {
  readonly kind: 'handle' | 'pin';
  readonly count: number;
  readonly bytes: number;
  /** Of most of them; '' where not known. */
  readonly type: string;
}

const remedies: Readonly<Record<HandleFacts['kind'], Text>> = {
  handle: {
    en:
      'Call Delete on every handle that C no longer needs, in the callback that uses it last or where the C object is freed; ' +
      'a handle in a C struct that was freed is lost with it, and its value stays for ever.',
    zh:
      'C 不再需要某个 handle 时调用 Delete：在最后一次使用它的回调中，或释放 C 对象的地方；' +
      '若存放 handle 的 C 结构体已释放，handle 随之丢失，其值将永远保留。',
  },
  pin: {
    en:
      'Call Unpin as soon as C has let go of the pointer: defer pinner.Unpin() in the function that pins. ' +
      'A Pinner that lives as long as the program keeps everything that was ever pinned with it.',
    zh:
      'C 一放开指针就调用 Unpin：在固定它的函数中 defer pinner.Unpin()。' +
      '与程序同寿的 Pinner 会保留用它固定过的一切。',
  },
};

export const cgoHandles: CatalogueEntry = {
  id: 'cgo-handles',
  title: { en: 'objects are kept for C', zh: '为 C 保留的对象' },
  explanation: {
    en: 'runtime/cgo.NewHandle puts a value into a table of the program until Delete is called, and runtime.Pinner (Go 1.21+) keeps an object where it is until Unpin. What C has forgotten is not collected either way.',
    zh: 'runtime/cgo.NewHandle 把值放入程序的一张表，直到调用 Delete；runtime.Pinner（Go 1.21+）让对象留在原处，直到 Unpin。无论哪种方式，C 已经忘记的对象都不会被回收。',
  },
  severityRule: {
    en: `By the bytes of the objects. ${severityRule.en}`,
    zh: `按这些对象的字节数。${severityRule.zh}`,
  },
  remedy: {
    en: paragraphs(remedies.handle.en, remedies.pin.en),
    zh: paragraphs(remedies.handle.zh, remedies.pin.zh),
  },
};

export const describeHandles: Describe<HandleFacts> = ({ kind, count, bytes, type }, _context, language) => {
  const of: Text = type === '' ? { en: '', zh: '' } : { en: ` of type ${type}`, zh: ` ${type} 类型的` };
  const detail: Text =
    kind === 'handle'
      ? {
          en: `${formatCount(count)} handles of runtime/cgo keep values${of.en}: ${formatBytes(bytes)} with what these own.`,
          zh: `${formatCount(count)} 个 runtime/cgo 的 handle 持有${of.zh}值，连同其拥有的对象共占 ${formatBytes(bytes)}。`,
        }
      : {
          en: `${formatCount(count)} objects${of.en} are pinned with runtime.Pinner: ${formatBytes(bytes)}, and what they lead to.`,
          zh: `${formatCount(count)} 个${of.zh}对象被 runtime.Pinner 固定，共占 ${formatBytes(bytes)}，还有它们所引用的对象。`,
        };
  return { detail: detail[language], remedy: remedies[kind][language] };
};
