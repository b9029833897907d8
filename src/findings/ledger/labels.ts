import type { Language, Text } from '../language.ts';
import { formatCount } from '../number-text.ts';

export type LineId =
  | 'heap'
  | 'heap.maps'
  | 'heap.maps.entries'
  | 'heap.maps.boxes'
  | 'heap.maps.overhead'
  | 'heap.maps.untyped'
  | 'heap.maps.slack'
  | 'heap.maps.unreachable'
  | 'heap.maps.not-resident'
  | 'heap.objects'
  | 'heap.slices'
  | 'heap.slices.live'
  | 'heap.slices.slack'
  | 'heap.slices.pinned'
  | 'heap.strings'
  | 'heap.strings.live'
  | 'heap.strings.pinned'
  | 'heap.values'
  | 'heap.values.rest'
  | 'heap.other'
  | 'heap.untyped'
  | 'heap.garbage'
  | 'heap.unplaced'
  | 'heap.dead'
  | 'heap.free-slots'
  | 'heap.span-tails'
  | 'heap.empty-spans'
  | 'heap.idle'
  | 'heap.released'
  | 'heap.live'
  | 'heap.allocated'
  | 'heap.marked'
  | 'heap.since-collection'
  | 'heap.unused'
  | 'stacks'
  | 'stacks.inuse'
  | 'stacks.used'
  | 'stacks.reserved'
  | 'stacks.free'
  | 'stacks.system'
  | 'runtime'
  | 'runtime.arenas'
  | 'runtime.page-allocator'
  | 'runtime.spans'
  | 'runtime.gc'
  | 'runtime.gc-bits'
  | 'runtime.gc-work'
  | 'runtime.profiling'
  | 'runtime.metadata'
  | 'runtime.tracing'
  | 'runtime.other'
  | 'outside'
  | 'outside.c-heap'
  | 'outside.thread-stacks'
  | 'outside.anonymous'
  | 'file'
  | 'file.program-text'
  | 'file.program-rodata'
  | 'file.program-data'
  | 'file.libraries'
  | 'file.mapped'
  | 'file.shared-memory'
  | 'file.kernel'
  | 'swap'
  | 'huge-pages'
  | 'lazy-free'
  | 'page-tables'
  | 'not-go'
  | 'not-resident';

/** What each line of the ledger is called; the ids are for scripts and stay. */
export const labels: Readonly<Record<LineId, Text>> = {
  heap: { en: 'Go heap', zh: 'Go 堆' },
  'heap.maps': { en: 'maps', zh: 'map 合计' },
  'heap.maps.entries': { en: 'live keys and values', zh: '有效的键和值' },
  'heap.maps.boxes': { en: 'boxed keys and values over 128 bytes', zh: '超过 128 字节而另行存放的键和值' },
  'heap.maps.overhead': { en: 'what these entries cost beyond that', zh: '这些条目所需的其他开销' },
  'heap.maps.untyped': {
    en: 'entries of maps of unknown type',
    zh: '类型未知的 map 的条目',
  },
  'heap.maps.slack': { en: 'slack that a rebuild gives back', zh: '重建即可收回的空闲空间' },
  'heap.maps.unreachable': { en: 'dead maps that the GC has yet to sweep', zh: '等待 GC 清扫的已死 map' },
  'heap.maps.not-resident': {
    en: 'maps not in RSS (swapped out or never touched)',
    zh: '不在 RSS 中的 map（已换出或从未触碰）',
  },
  'heap.objects': { en: 'other objects', zh: '其他对象' },
  'heap.slices': { en: 'arrays behind slices', zh: 'slice 背后的数组' },
  'heap.slices.live': { en: 'up to their length', zh: '长度以内' },
  'heap.slices.slack': { en: 'slack: capacity beyond the length', zh: '空闲：长度之外的容量' },
  'heap.slices.pinned': { en: 'kept by slices of other parts', zh: '仅因其他部分的 slice 而保留' },
  'heap.strings': { en: 'strings', zh: '字符串' },
  'heap.strings.live': { en: 'bytes that strings refer to', zh: '被字符串引用的字节' },
  'heap.strings.pinned': { en: 'kept by strings of other parts', zh: '仅因其他部分的字符串而保留' },
  'heap.values': { en: 'values by type', zh: '其他值（按类型）' },
  'heap.values.rest': { en: 'of other types', zh: '其他类型' },
  'heap.other': { en: 'closures and channels', zh: '闭包与 channel' },
  'heap.untyped': { en: 'reached, of unknown type', zh: '可达但类型未知' },
  'heap.garbage': { en: 'garbage: died since the last GC', zh: '垃圾：上次 GC 之后死去，等待下次 GC' },
  'heap.unplaced': { en: 'came while it was read', zh: '读取期间新出现的' },
  'heap.dead': { en: 'other objects that the GC has yet to sweep', zh: '等待 GC 清扫的其他已死对象' },
  'heap.free-slots': { en: 'free slots between objects, by size', zh: '对象之间的空闲槽位（按大小）' },
  'heap.span-tails': { en: 'ends of spans: pointer bits, waste', zh: 'span 末尾：指针位图与浪费' },
  'heap.empty-spans': { en: 'spans in use without any object', zh: '在用但没有任何对象的 span' },
  'heap.idle': { en: 'idle pages not yet given back', zh: '尚未归还的空闲页' },
  'heap.released': {
    en: 'heap address space given back or not used yet',
    zh: '已归还或尚未使用的堆地址空间',
  },
  'heap.live': { en: 'live objects: two collections left them', zh: '存活对象：两次 GC 后仍在' },
  'heap.allocated': { en: 'objects, live and dead', zh: '对象（存活的与已死的）' },
  'heap.marked': { en: 'objects that the last GC found live', zh: '上次 GC 认定存活的对象' },
  'heap.since-collection': {
    en: 'allocated since then, or not swept yet',
    zh: '此后分配的，或尚未清扫的',
  },
  'heap.unused': {
    en: 'free slots and ends of spans in use',
    zh: '在用 span 的空闲槽位与末尾',
  },
  stacks: { en: 'stacks', zh: '栈' },
  'stacks.inuse': { en: 'stacks of goroutines, with their free room', zh: 'goroutine 的栈（含余量）' },
  'stacks.used': { en: 'frames of goroutines', zh: 'goroutine 的栈帧' },
  'stacks.reserved': { en: 'room below these frames', zh: '栈帧之下的余量' },
  'stacks.free': {
    en: "free, or of the runtime's own threads",
    zh: '空闲的，或运行时线程的',
  },
  'stacks.system': { en: 'stacks from the system', zh: '直接向系统申请的栈' },
  runtime: { en: "Go's runtime", zh: 'Go 运行时' },
  'runtime.arenas': { en: 'arena tables and pointer bitmaps', zh: 'arena 表与指针位图' },
  'runtime.page-allocator': { en: 'page allocator', zh: '页分配器' },
  'runtime.spans': { en: 'span structures (mspan)', zh: 'span 结构（mspan）' },
  'runtime.gc': {
    en: 'arena tables, bitmaps and work buffers of the GC',
    zh: 'arena 表、位图与 GC 工作缓冲区',
  },
  'runtime.gc-bits': { en: 'mark and allocation bits', zh: '标记位与分配位' },
  'runtime.gc-work': { en: 'work buffers of the GC', zh: 'GC 工作缓冲区' },
  'runtime.profiling': { en: 'profiling buckets', zh: '剖析（profiling）数据' },
  'runtime.metadata': {
    en: 'other metadata (mcache, specials, itabs)',
    zh: '其他元数据（mcache、special、itab 等）',
  },
  'runtime.tracing': { en: 'execution trace buffers', zh: '执行跟踪缓冲区' },
  'runtime.other': { en: 'other', zh: '其他' },
  outside: { en: 'outside Go', zh: 'Go 之外' },
  'outside.c-heap': { en: 'C heap (malloc)', zh: 'C 堆（malloc）' },
  'outside.thread-stacks': { en: 'thread stacks', zh: '线程栈' },
  'outside.anonymous': { en: "anonymous memory in none of Go's tables", zh: '不在 Go 任何表中的匿名内存' },
  file: { en: 'files', zh: '文件' },
  'file.program-text': { en: 'program: code', zh: '程序：代码' },
  'file.program-rodata': { en: 'program: constants and tables', zh: '程序：常量与表' },
  'file.program-data': { en: 'program: variables', zh: '程序：变量' },
  'file.libraries': { en: 'shared libraries', zh: '共享库' },
  'file.mapped': { en: 'mapped files', zh: '映射的文件' },
  'file.shared-memory': { en: 'shared memory', zh: '共享内存' },
  'file.kernel': { en: 'pages of the kernel (vdso)', zh: '内核页（vdso）' },
  swap: { en: 'swapped out', zh: '已换出' },
  'huge-pages': { en: 'in transparent huge pages', zh: '位于透明大页的部分' },
  'lazy-free': { en: 'free for the kernel to take (MADV_FREE)', zh: '内核可随时收回的部分（MADV_FREE）' },
  'page-tables': { en: 'page tables (the cgroup pays for them)', zh: '页表（计入 cgroup）' },
  'not-go': {
    en: "not Go's: the program file, libraries, C, mappings",
    zh: '不属于 Go：程序文件、库、C、映射',
  },
  'not-resident': {
    en: 'not in RSS: never touched or swapped out',
    zh: '不在 RSS 中：从未触碰或已换出',
  },
};

const freeSlots = 'heap.free-slots.';

/** Id and label of the free slots of one size, in bytes. */
export function freeSlotsLine(size: number, language: Language): { id: string; label: string } {
  const text = `${formatCount(size)} B`;
  return {
    id: freeSlots + size,
    label: { en: `slots of ${text}`, zh: `${text} 的槽位` }[language],
  };
}

/** What the line with this id is called; undefined where it is none of ours. */
export function ledgerLabel(id: string, language: Language): string | undefined {
  if (Object.hasOwn(labels, id)) return labels[id as LineId][language];
  if (!id.startsWith(freeSlots)) return undefined;
  return freeSlotsLine(Number(id.slice(freeSlots.length)), language).label;
}
