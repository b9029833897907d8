import type { Text } from '../language.ts';
import { formatCount } from '../number-text.ts';
import { type CatalogueEntry, codeBlock, type Describe, paragraphs, type RemedyContext } from './entry.ts';

export interface MapRaceFacts {
  readonly count: number;
  /** `concurrent map writes`, '' where the race detector reports it. */
  readonly message: string;
  /** What each goroutine does with the map, as sentences name it: `goroutine 7 writes at main.put (/src/a.go:16)`. */
  readonly accesses: readonly Text[];
  /** Goroutines that may share it, beside those of the accesses. */
  readonly sharers: readonly Text[];
  readonly moreSharers: number;
  /** `c.sessions`; '' where not known. */
  readonly expression: string;
}

export const mapRace: CatalogueEntry = {
  id: 'map-race',
  title: {
    en: 'several goroutines use one map at once, and one writes',
    zh: '多个 goroutine 同时使用同一个 map，且其中有写入',
  },
  explanation: {
    en:
      'A Go map is not safe for a write beside any other use. The runtime notices some of it, by a flag in the map header, and ends the program: ' +
      'fatal error: concurrent map writes, concurrent map read and map write, concurrent map iteration and map write. No recover catches that. ' +
      'What it does not notice damages the map: entries get lost or stand twice. The check is made by the goroutine that comes second; the other one is ' +
      'found in the dump by what its frames show: a call of the runtime for maps, an address among its arguments that the first one has too, or the same function. ' +
      'The race detector (go build -race, go test -race) names both.',
    zh:
      'Go 的 map 在写入的同时不能有任何其他使用。运行时通过 map 头中的标志发现其中一部分，并终止程序：' +
      'fatal error: concurrent map writes、concurrent map read and map write、concurrent map iteration and map write。recover 无法捕获。' +
      '没有发现的则会破坏 map：条目丢失或重复。检查由后来的 goroutine 完成；另一个要从转储的栈帧中寻找：' +
      '运行时的 map 调用、参数中有与前者相同的地址，或运行同一个函数。race detector（go build -race、go test -race）会同时指出两者。',
  },
  severityRule: {
    en: 'High: the program dies of it, or has a damaged map.',
    zh: 'high：程序会因此终止，或者 map 已损坏。',
  },
  remedy: remedyText({ goMinor: 26, mapKind: 'swiss' }, ''),
};

export const describeMapRace: Describe<MapRaceFacts> = (facts, context, language) => {
  const { count, message, accesses, sharers, moreSharers, expression } = facts;
  const times =
    count > 1
      ? { en: ` (${formatCount(count)} times in this log)`, zh: `（本日志中 ${formatCount(count)} 次）` }
      : { en: '', zh: '' };
  const head = {
    en:
      message === ''
        ? `The race detector reports it${times.en}.`
        : `The runtime ended the program: ${message}${times.en}.`,
    zh: message === '' ? `race detector 报告${times.zh}。` : `运行时终止了程序：${message}${times.zh}。`,
  }[language];
  const named = {
    en: `The map is ${expression}, as the source file on this machine has that line.`,
    zh: `该 map 是 ${expression}（按本机上源文件的这一行）。`,
  }[language];
  const list = accesses.map((access) => access[language]).join(language === 'en' ? '; ' : '；');
  const stop = language === 'en' ? '.' : '。';
  const others = sharers.map((sharer) => sharer[language]).join(language === 'en' ? '; ' : '；');
  const more =
    moreSharers > 0
      ? { en: `, and ${formatCount(moreSharers)} more`, zh: `，另有 ${formatCount(moreSharers)} 个` }[
          language
        ]
      : '';
  return {
    detail: paragraphs(
      head,
      list === '' ? undefined : list + stop,
      expression === '' ? undefined : named,
      others === ''
        ? undefined
        : { en: `May have the same map: ${others}${more}.`, zh: `可能共用该 map：${others}${more}。` }[
            language
          ],
      message !== '' && others === ''
        ? {
            en: 'The other goroutine is not in the text, or its frames do not show it.',
            zh: '文本中没有另一个 goroutine，或它的栈帧看不出来。',
          }[language]
        : undefined,
    ),
    remedy: remedyText(context, expression)[language],
  };
};

function remedyText({ goMinor }: RemedyContext, expression: string): Text {
  const map = expression === '' ? 'm' : expression;
  const code = codeBlock(`mu.Lock()\n${map}[key] = value\nmu.Unlock()`);
  const parallel =
    goMinor >= 24
      ? {
          en: 'sync.Map (from Go 1.24 on a hash trie, which gives deleted entries back)',
          zh: 'sync.Map（自 Go 1.24 起是 hash trie，删除的条目会归还）',
        }
      : {
          en: 'sync.Map, where keys are written once and read often',
          zh: 'sync.Map（适合写一次、读多次的键）',
        };
  return {
    en: paragraphs(
      'Guard every use of the map with one mutex, reads and range included (sync.RWMutex where reads are many):',
      code,
      `Or give the map to one goroutine that the others send to, or take ${parallel.en}. A map that is only read after it was filled needs nothing.`,
      'Then run the tests with -race: it finds the uses that the runtime did not happen to meet.',
    ),
    zh: paragraphs(
      '用同一个 mutex 保护该 map 的每一处使用，读取与 range 也包括在内（读多时用 sync.RWMutex）：',
      code,
      `或者让一个 goroutine 独占该 map，其他 goroutine 向它发送；或者使用 ${parallel.zh}。填充之后只读的 map 不需要保护。`,
      '然后用 -race 运行测试：它会找出运行时没有碰巧遇到的地方。',
    ),
  };
}
