import type { Language, Text } from '../language.ts';
import type { ShareInterval } from './share-interval.ts';
import type { Signal } from './signals.ts';

/** `83%`, `82.6%`; near the ends as many digits as keep a difference from 0 and 100. */
export function percentText(share: number): string {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent < 100 && percent > 99.9) return '>99.9%';
  return `${percent.toFixed(1).replace(/\.0$/, '')}%`;
}

/** `81.8% to 84.1%`. */
export function intervalText({ low, high }: ShareInterval): string {
  return `${percentText(low)} – ${percentText(high)}`;
}

/** `have closed = true`: what a field says of an entry. */
export function saysText({ kind, field, value }: Signal, language: Language): string {
  const path = field.path === '' ? { en: 'a value', zh: '值' }[language] : field.path;
  const texts: Record<Signal['kind'], Text> = {
    true: {
      en: `have ${path} = ${field.kind === 'bool' ? 'true' : '1'}`,
      zh: `的 ${path} = ${field.kind === 'bool' ? 'true' : '1'}`,
    },
    false: { en: `have ${path} = false`, zh: `的 ${path} = false` },
    past: { en: `have ${path} in the past`, zh: `的 ${path} 已过` },
    unused: { en: `have ${path} more than 24 hours ago`, zh: `的 ${path} 在 24 小时之前` },
    closed: { en: `have ${path} closed`, zh: `的 ${path} 已关闭` },
    done: { en: `have ${path} done`, zh: `的 ${path} 已结束` },
    once: { en: `have run ${path}`, zh: `已执行 ${path}` },
    state:
      value === undefined
        ? { en: `share one ${path}`, zh: `的 ${path} 相同` }
        : { en: `have ${path} = ${value}`, zh: `的 ${path} = ${value}` },
  };
  return texts[kind][language];
}
