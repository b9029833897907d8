import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface BacklogFacts {
  readonly finalizers: number;
  readonly cleanups: number;
  readonly bytes: number;
  /** Of most objects; '' where not known. */
  readonly type: string;
  /** Of most; '' where not known. */
  readonly function: string;
  /** Where the goroutine that ought to run them stands. */
  readonly blocked:
    | { readonly goroutine: number; readonly function: string; readonly place: string }
    | undefined;
  readonly finalizersSet: number;
  readonly cleanupsSet: number;
}

const remedy: Text = {
  en:
    'A finalizer must not wait: let it hand the object to a goroutine of its own, or set a deadline for what it does. ' +
    'Better close what holds a resource where its use ends, and leave the finalizer for what was forgotten.',
  zh:
    'finalizer 不能等待：让它把对象交给单独的 goroutine，或为其操作设置期限。' +
    '更好的做法是在使用结束处关闭持有资源的对象，finalizer 只用于兜底。',
};

export const finalizerBacklog: CatalogueEntry = {
  id: 'finalizer-backlog',
  title: { en: 'objects wait for their finalizers', zh: '对象在等待 finalizer' },
  explanation: {
    en:
      'One goroutine runs all finalizers, one after the other. Where one of them waits, every object behind it stays, with all it refers to. ' +
      'Cleanups (Go 1.24+) hold their function and argument until they have run: on the same goroutine in Go 1.24, since Go 1.25 on up to a quarter of GOMAXPROCS.',
    zh:
      '所有 finalizer 由同一个 goroutine 依次运行。其中一个等待，排在后面的每个对象及其引用的一切都会留下。' +
      'cleanup（Go 1.24+）在运行前持有其函数和参数：Go 1.24 中由同一个 goroutine 运行，自 Go 1.25 起由至多 GOMAXPROCS 四分之一个 goroutine 运行。',
  },
  severityRule: {
    en: `By the bytes of the objects that wait. ${severityRule.en}`,
    zh: `按等待中对象的字节数。${severityRule.zh}`,
  },
  remedy,
};

export const describeBacklog: Describe<BacklogFacts> = (facts, { goMinor }, language) => {
  const byVersion: Text = {
    en:
      goMinor >= 24
        ? 'runtime.AddCleanup (Go 1.24+) does not keep the object itself, only its argument.'
        : 'With Go 1.24 runtime.AddCleanup does not keep the object itself, only its argument.',
    zh:
      goMinor >= 24
        ? 'runtime.AddCleanup（Go 1.24+）不保留对象本身，只保留其参数。'
        : '升级到 Go 1.24 后可用 runtime.AddCleanup：它不保留对象本身，只保留其参数。',
  };
  return {
    detail: [whatWaits(facts), whereStands(facts), howManySet(facts)]
      .map((text) => text[language])
      .filter((text) => text !== '')
      .join(language === 'en' ? ' ' : ''),
    remedy: paragraphs(remedy[language], facts.finalizers > 0 ? byVersion[language] : undefined),
  };
};

function whatWaits({ finalizers, cleanups, bytes, type, function: name }: BacklogFacts): Text {
  const of: Text = type === '' ? { en: '', zh: '' } : { en: ` of type ${type}`, zh: ` ${type} 类型的` };
  const run: Text = name === '' ? { en: '', zh: '' } : { en: ` ${name}`, zh: ` ${name}` };
  const parts: Text[] = [];
  if (finalizers > 0)
    parts.push({
      en: `${formatCount(finalizers)} objects${of.en} wait for their finalizer${cleanups === 0 ? run.en : ''}`,
      zh: `${formatCount(finalizers)} 个${of.zh}对象在等待 finalizer${cleanups === 0 ? run.zh : ''}`,
    });
  if (cleanups > 0)
    parts.push({
      en: `${formatCount(cleanups)} cleanups wait to be run${finalizers === 0 && name !== '' ? ` (${name})` : ''}`,
      zh: `${formatCount(cleanups)} 个 cleanup 在等待运行${finalizers === 0 && name !== '' ? `（${name}）` : ''}`,
    });
  return {
    en: `${parts.map(({ en }) => en).join(', and ')}: ${formatBytes(bytes)}.`,
    zh: `${parts.map(({ zh }) => zh).join('，')}：${formatBytes(bytes)}。`,
  };
}

function whereStands({ blocked }: BacklogFacts): Text {
  if (!blocked)
    return {
      en: 'No finalizer is seen to be running: the queue may just be on its way.',
      zh: '没有看到正在运行的 finalizer：队列可能只是正在处理中。',
    };
  const place = blocked.place === '' ? '' : ` (${blocked.place})`;
  return {
    en: `Goroutine ${blocked.goroutine}, which has to run them, is in ${blocked.function}${place}.`,
    zh: `负责运行它们的 goroutine ${blocked.goroutine} 停在 ${blocked.function}${place}。`,
  };
}

function howManySet({ finalizersSet, cleanupsSet }: BacklogFacts): Text {
  return {
    en: `Set on living objects: ${formatCount(finalizersSet)} finalizers, ${formatCount(cleanupsSet)} cleanups.`,
    zh: `存活对象上设置的：finalizer ${formatCount(finalizersSet)} 个，cleanup ${formatCount(cleanupsSet)} 个。`,
  };
}
