import type { Text } from './language.ts';

/**
 * The sentence that the usual advice leaves out. Measured on Go 1.19 to 1.24 with a map of 1,000,000 values of 128
 * bytes: after the map is dropped and one GC has run, RSS stays at its peak for 2 to 4 minutes, until the second GC (the
 * runtime forces one every 2 minutes at the latest) and the background scavenger; with GOMEMLIMIT or
 * debug.FreeOSMemory() it falls at once.
 */
export const givingBack: Text = {
  en:
    'Dropping the old map is not enough for RSS or the HPA: the next GC only frees it inside the process. RSS falls ' +
    'after a second GC (an idle service gets one every 2 minutes) and the background scavenger, 2 to 4 minutes in ' +
    'all; at once with debug.FreeOSMemory(), or under a GOMEMLIMIT below the present use.',
  zh:
    '仅仅丢弃旧 map 不足以让 RSS 或 HPA 降下来：下一次 GC 只是在进程内部释放它。要等到第二次 GC（空闲服务每 2 分钟强制一次）' +
    '以及后台 scavenger 归还之后 RSS 才会下降，总共约 2 到 4 分钟；调用 debug.FreeOSMemory()，或设置低于当前用量的 GOMEMLIMIT，则立即下降。',
};
