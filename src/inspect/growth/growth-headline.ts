import { formatBytes, type Language, type Text } from '../../findings/index.ts';
import type { GrownPath } from './grown-path.ts';
import type { Growth } from './growth.ts';

const totalNames: Readonly<Record<'rss' | 'heap' | 'live', Text>> = {
  rss: { en: 'RSS', zh: 'RSS ' },
  heap: { en: 'The heap in use', zh: '使用中的堆' },
  live: { en: 'The live heap', zh: '存活堆' },
};

/** `main.srv.sessions grew by 210 MiB of 260 MiB.` */
export function growthHeadline(
  grown: GrownPath | undefined,
  { of, changeBytes }: Growth['totals'],
  noiseBytes: number,
  language: Language,
): string {
  const change = formatBytes(Math.abs(changeBytes));
  const hasShrunk = changeBytes < 0;
  const total: Text =
    of === 'none'
      ? { en: '', zh: '' }
      : {
          en:
            changeBytes === 0
              ? `${totalNames[of].en} is the same.`
              : `${totalNames[of].en} ${hasShrunk ? 'shrank' : 'grew'} by ${change}.`,
          zh:
            changeBytes === 0
              ? `${totalNames[of].zh}没有变化。`
              : `${totalNames[of].zh}${hasShrunk ? '减少' : '增长'}了 ${change}。`,
        };
  if (!grown) {
    const noise = formatBytes(noiseBytes);
    return {
      en: `Nothing that is held grew by ${noise} or more. ${total.en}`.trimEnd(),
      zh: `没有任何持有者增长达到 ${noise}。${total.zh}`,
    }[language];
  }
  const bytes = formatBytes(grown.changeBytes);
  // Memory that was idle before can be what grew: the part is then more than the whole.
  if (of !== 'none' && changeBytes >= grown.changeBytes)
    return {
      en: `${grown.path} grew by ${bytes} of ${change}.`,
      zh: `共增长 ${change}，其中 ${grown.path} 增长 ${bytes}。`,
    }[language];
  return {
    en: `${grown.path} grew by ${bytes}. ${total.en}`.trimEnd(),
    zh: `${grown.path} 增长了 ${bytes}。${total.zh}`,
  }[language];
}
