/** Why a program died or a goroutine panicked, as one line says. */
export type FatalKind =
  /** Two goroutines in one map at once, at least one of which writes. */
  | 'concurrent-map'
  | 'nil-map'
  | 'out-of-memory'
  /** The kernel ended it: of its cgroup's limit, or of the machine's memory. */
  | 'killed'
  | 'deadlock'
  | 'stack-overflow'
  /** SIGQUIT, SIGSEGV in C …: the runtime prints every goroutine and ends. */
  | 'signal'
  /** Another fatal error or panic. */
  | 'other';

export interface FatalLine {
  readonly kind: FatalKind;
  /** The message, without what stands before it: `concurrent map writes`. */
  readonly message: string;
  /** It is no death by itself: what precedes one, or a panic that somebody recovered and logged. */
  readonly isOnlyMessage: boolean;
  /** A panic while the one before it was told: the same death. */
  readonly isNested?: boolean;
  /** Bytes that could not be had; undefined where the line does not say. */
  readonly askedBytes?: number;
  /** What the heap had from the kernel then, in bytes; of a killed process its resident memory. */
  readonly heldBytes?: number;
  /** The limit of the cgroup, in bytes. */
  readonly limitBytes?: number;
  /** Of a killed process: its name and cgroup as the kernel has them. */
  readonly processName?: string;
  readonly cgroup?: string;
}

const longestMessage = 500;
const fatal = /^(?:\t)?fatal error: (.+)$/;
const panic = /^(?:\t)?panic: (.+?)(?: \[recovered(?:, repanicked)?\])?$/;
/** runtime/signal_unix.go, sighandler. */
const signalled = /^SIG[A-Z0-9]{2,8}: [a-z][\w ]{1,60}$/;
/** Package net/http: `http: panic serving 10.0.0.1:1: message`. */
const recovered = /(?:^|[\s:"])panic(?:ked)?\b.{0,300}?: (assignment to entry in nil map)/;
/** runtime/mheap.go, (*mheap).grow. */
const noBlock = /^runtime: out of memory: cannot allocate (\d{1,20})-byte block \((\d{1,20}) in use\)$/;
/** mm/oom_kill.c, __oom_kill_process. */
const killed =
  /(?:Memory cgroup out of memory|Out of memory(?: \([^)]{1,100}\))?): Kill(?:ed)? process \d{1,10} \((.{1,64}?)\)(?:.{0,300}?anon-rss:(\d{1,15})kB, file-rss:(\d{1,15})kB(?:, shmem-rss:(\d{1,15})kB)?)?/;
/** core/unit.c of systemd, unit_check_oom. */
const unitKilled = /(?:^|\s)([^\s:]{1,255}): A process of this unit has been killed by the OOM killer\.$/;
/** mm/memcontrol.c, mem_cgroup_print_oom_meminfo. */
const cgroupUsage = /\bmemory: usage (\d{1,15})kB, limit (\d{1,15})kB, failcnt \d+/;
/** mm/oom_kill.c, dump_oom_summary. */
const oomKill =
  /\boom-kill:constraint=\w+,.{0,500}?task_memcg=([^,\s]{1,500}),task=([^,]{1,64}),pid=\d{1,10}/;

/** Undefined where the line tells of no death. */
export function parseFatalLine(line: string): FatalLine | undefined {
  if (line.length > 100_000) return undefined;
  const error = fatal.exec(line);
  if (error) return { kind: kindOfError(error[1]), message: cut(error[1]), isOnlyMessage: false };
  const panicked = panic.exec(line);
  if (panicked) {
    const kind = panicked[1].includes('assignment to entry in nil map') ? 'nil-map' : 'other';
    const isNested = line.startsWith('\t');
    return { kind, message: cut(panicked[1]), isOnlyMessage: false, ...(isNested ? { isNested } : {}) };
  }
  const signal = signalled.exec(line);
  if (signal) return { kind: 'signal', message: signal[0], isOnlyMessage: false };
  return /panic|runtime:|emory|oom-kill|OOM killer/.test(line) ? lineOfOthers(line) : undefined;
}

function lineOfOthers(line: string): FatalLine | undefined {
  const block = noBlock.exec(line);
  if (block) {
    const [, asked, held] = block;
    const bytes = { askedBytes: Number(asked), heldBytes: Number(held) };
    return { kind: 'out-of-memory', message: line, isOnlyMessage: true, ...bytes };
  }
  if (/^runtime: goroutine stack exceeds \d{1,20}-byte limit/.test(line))
    return { kind: 'stack-overflow', message: line, isOnlyMessage: true };
  const kill = killed.exec(line);
  if (kill) {
    const [, processName, ...sizes] = kill;
    const resident = sizes.filter((size) => size !== undefined).map(Number);
    return {
      kind: 'killed',
      message: cut(line.slice(kill.index)),
      isOnlyMessage: false,
      processName,
      ...(resident.length > 0 ? { heldBytes: resident.reduce((sum, size) => sum + size, 0) * 1024 } : {}),
    };
  }
  const unit = unitKilled.exec(line);
  if (unit)
    return { kind: 'killed', message: cut(unit[0].trim()), isOnlyMessage: false, processName: unit[1] };
  const usage = cgroupUsage.exec(line);
  if (usage) {
    const limitBytes = Number(usage[2]) * 1024;
    return { kind: 'killed', message: cut(usage[0]), isOnlyMessage: true, limitBytes };
  }
  const summary = oomKill.exec(line);
  if (summary) {
    const [message, cgroup, processName] = summary;
    return { kind: 'killed', message: cut(message), isOnlyMessage: true, cgroup, processName };
  }
  const logged = recovered.exec(line);
  if (logged) return { kind: 'nil-map', message: logged[1], isOnlyMessage: false };
  return undefined;
}

function kindOfError(message: string): FatalKind {
  if (
    /concurrent map (?:writes|read and map write|iteration and map write|clone and map write)/.test(message)
  )
    return 'concurrent-map';
  if (/\bout of memory\b|cannot allocate memory|cannot map pages/.test(message)) return 'out-of-memory';
  if (/^(?:all goroutines are asleep|no goroutines \(main called)/.test(message)) return 'deadlock';
  return message.startsWith('stack overflow') ? 'stack-overflow' : 'other';
}

function cut(text: string): string {
  return text.length > longestMessage ? text.slice(0, longestMessage) : text;
}
