import type { Text } from '../language.ts';

const minute = 60;
const hour = 3600;
const day = 86_400;

/** `4 s`, `12 min`, `3 h`, `2 days`, for sentences. */
export function durationText(elapsedMs: number): Text {
  const seconds = elapsedMs / 1000;
  if (seconds < 10) return { en: `${seconds.toFixed(1)} s`, zh: `${seconds.toFixed(1)} 秒` };
  if (seconds < 2 * minute) return { en: `${Math.round(seconds)} s`, zh: `${Math.round(seconds)} 秒` };
  if (seconds < 2 * hour)
    return { en: `${Math.round(seconds / minute)} min`, zh: `${Math.round(seconds / minute)} 分钟` };
  if (seconds < 2 * day)
    return { en: `${Math.round(seconds / hour)} h`, zh: `${Math.round(seconds / hour)} 小时` };
  return { en: `${Math.round(seconds / day)} days`, zh: `${Math.round(seconds / day)} 天` };
}
