import type { Language } from '../../findings/index.ts';

/** The wording of `record`, and of the one line by which a report tells that it is of a recording. */
export interface RecordWords {
  readonly help: {
    readonly record: string;
    readonly output: string;
    readonly core: string;
    readonly live: string;
    readonly full: string;
    readonly map: string;
    readonly force: string;
    readonly redact: string;
  };
  /** Sizes of the file, of the memory and of the executable in it. */
  recorded(
    file: string,
    size: string,
    memory: string,
    executable: string,
    paused: string | undefined,
  ): string;
  readonly recordedFull: string;
  readonly recordedHolds: string;
  readonly recordedRedacted: string;
  readonly lookAt: string;
  /** Before a process is stopped for a core. */
  stopping(pid: number, pause: string, copied: string, throughFile: boolean): string;
  copyingLive(pid: number, copied: string): string;
  goesOn(pid: number, pause: string, file: string): string;
  core(file: string, copied: string, size: string, pid: number, paused: string | undefined): string;
  coreMissing(bytes: string): string;
  readonly coreHolds: string;
  /** Instead of the cost of a look at a process: `at` is ISO 8601. */
  cost(read: string, wall: string, at: string, pid: number, host: string): string;
}

export const recordWords: Readonly<Record<Language, RecordWords>> = {
  en: {
    help: {
      record:
        'keep what a look at a process reads in a file, to inspect it later and elsewhere; or write a core',
      output: 'the file to write',
      core: 'write a whole ELF core instead, for highwater, gdb and Delve; the process stands while it is copied',
      live: 'with --core: do not stop the process (the core is then torn)',
      full: 'keep all memory that the process can write to, for any look later',
      map: 'keep what inspect --map PATH reads too; may be given several times',
      force: 'replace the file if there is one',
      redact:
        'keep no keys for holder paths, and zeros for the bytes of strings and []byte; numbers, and arrays in structs and maps, stay',
    },
    recorded: (file, size, memory, executable, paused) =>
      `${file}: ${size}, with ${memory} of the memory and ${executable} of the executable; ${paused === undefined ? 'the process was not stopped' : `the process was stopped for ${paused}`}.`,
    recordedFull: 'The process has more memory than a recording holds: a part is missing.',
    recordedHolds:
      'It holds pages of the process’s memory, with keys and strings: pass it on as you would a core.',
    recordedRedacted:
      'The bytes of strings and []byte on the heap are zeros in it; numbers, and arrays inside structs and maps, are there: pass it on with care.',
    lookAt: 'Look at it with',
    stopping: (pid, pause, copied, throughFile) =>
      `stopping process ${pid} for about ${pause} while ${copied} are copied to ${throughFile ? 'the disk' : 'memory'}; Ctrl-C lets it go on`,
    copyingLive: (pid, copied) => `copying ${copied} of process ${pid} while it runs`,
    goesOn: (pid, pause, file) => `process ${pid} goes on after ${pause}; writing ${file}`,
    core: (file, copied, size, pid, paused) =>
      `${file}: a core of process ${pid} with ${copied} of its memory (${size} with holes, which take no space); ${paused === undefined ? 'the process was not stopped, so the core is torn' : `the process was stopped for ${paused}`}.`,
    coreMissing: (bytes) => `${bytes} are not in it: in swap, or gone before they were copied.`,
    coreHolds:
      'It needs the executable beside it. It holds everything in the process’s memory, secrets included.',
    cost: (read, wall, at, pid, host) =>
      `Read ${read} of the recording in ${wall}; it is of process ${pid} on ${host}, ${at}.`,
  },
  zh: {
    help: {
      record: '把查看进程时读到的内容存成文件，以后在别处也能查看；或写出 core',
      output: '要写的文件',
      core: '改为写出完整的 ELF core，供 highwater、gdb 和 Delve 使用；复制期间进程暂停',
      live: '配合 --core：不暂停进程（得到的 core 前后不一致）',
      full: '保存进程可写的全部内存，以后可以做任何查看',
      map: '同时保存 inspect --map PATH 要读的内容；可以给多次',
      force: '文件已存在时替换它',
      redact: '不保存持有路径所需的键，字符串和 []byte 的内容以零代替；数字以及结构体和 map 中的数组仍在其中',
    },
    recorded: (file, size, memory, executable, paused) =>
      `${file}：${size}，含内存 ${memory}、可执行文件 ${executable}；${paused === undefined ? '进程未被暂停' : `进程暂停了 ${paused}`}。`,
    recordedFull: '进程的内存超过了一份记录所能容纳的量：缺少一部分。',
    recordedHolds: '其中是进程的内存页，包含键和字符串：请像对待 core 一样谨慎传递。',
    recordedRedacted: '堆上字符串和 []byte 的内容在其中为零；数字以及结构体和 map 中的数组仍在：请谨慎传递。',
    lookAt: '查看方法：',
    stopping: (pid, pause, copied, throughFile) =>
      `进程 ${pid} 将暂停约 ${pause}，期间把 ${copied} 复制到${throughFile ? '磁盘' : '内存'}；按 Ctrl-C 可让它继续运行`,
    copyingLive: (pid, copied) => `在进程 ${pid} 运行时复制它的 ${copied}`,
    goesOn: (pid, pause, file) => `进程 ${pid} 暂停 ${pause} 后继续运行；正在写入 ${file}`,
    core: (file, copied, size, pid, paused) =>
      `${file}：进程 ${pid} 的 core，含内存 ${copied}（连同不占磁盘的空洞共 ${size}）；${paused === undefined ? '进程未被暂停，因此 core 前后不一致' : `进程暂停了 ${paused}`}。`,
    coreMissing: (bytes) => `其中缺少 ${bytes}：位于交换区，或在复制之前已不存在。`,
    coreHolds: '查看时需要同时有可执行文件。其中是进程内存的全部内容，包括机密。',
    cost: (read, wall, at, pid, host) =>
      `用时 ${wall}，从记录中读取 ${read}；记录的是 ${host} 上的进程 ${pid}，时间 ${at}。`,
  },
};
