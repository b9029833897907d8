import { formatBytes, formatCount, type Language, type Text } from '../../../findings/index.ts';
import type { CollectionTest } from './collection-test.ts';
import type { Further } from './endpoint-report.ts';

/** The verdict of the two-GC test. */
export function collectionSentence(test: CollectionTest, language: Language): string {
  const { verdict, heldBytes, idleBytes, idleAfterBytes, liveBytes, garbageBytes } = test;
  const held = formatBytes(heldBytes);
  const back = formatBytes(Math.max(0, idleBytes - idleAfterBytes));
  const verdicts: Readonly<Record<CollectionTest['verdict'], Text>> = {
    idle: {
      en: `Two collections: ${formatBytes(idleBytes)} of ${held} were idle pages, kept for no object; ${back} of them were given back meanwhile.`,
      zh: `两次 GC：${held} 中有 ${formatBytes(idleBytes)} 是不含任何对象的空闲页，其间归还了 ${back}。`,
    },
    live: {
      en: `Two collections leave ${formatBytes(liveBytes)} of ${held}: that is in use by objects that something holds, and no collection gives it back.`,
      zh: `两次 GC 后 ${held} 中仍有 ${formatBytes(liveBytes)}：它们属于仍被引用的对象，GC 无法收回。`,
    },
    garbage: {
      en: `Two collections: ${formatBytes(garbageBytes)} of ${held} were garbage that waited for a collection.`,
      zh: `两次 GC：${held} 中有 ${formatBytes(garbageBytes)} 是等待回收的垃圾。`,
    },
  };
  return verdicts[verdict][language];
}

/** What an option would add, and what it asks of the process. */
export function furtherText({ adds, stackCount }: Further, language: Language): string {
  const size = stackCount === null ? '' : `${formatCount(stackCount)} `;
  const texts: Readonly<Record<Further['adds'], Text>> = {
    'map-lines': {
      en: `live bytes and maps by line; costs a GC, ${size}stacks as text`,
      zh: `各行的存活字节与 map；代价：一次 GC、${size}个栈的文本`,
    },
    'map-lines-and-ledger': {
      en: `ledger, live bytes and maps by line; costs ${size}stacks as text`,
      zh: `账目、各行的存活字节与 map；代价：${size}个栈的文本`,
    },
    goroutines: {
      en: `where ${size}goroutines wait; they stand while counted`,
      zh: `${size}个 goroutine 的等待位置；统计时全部暂停`,
    },
    'collection-test': {
      en: 'idle, garbage and live told apart; costs two GCs, 4 s',
      zh: '区分空闲、垃圾与存活；代价：两次 GC、4 秒',
    },
  };
  return texts[adds][language];
}
