import {
  type CoreImage,
  freezeProcess,
  type Frozen,
  type HeapDumpImage,
  openCore,
  openHeapDump,
  openRecording,
  openProcess,
  type ProcessCgroup,
  type ProcessImage,
  readCgroup,
  resolveTarget,
} from '../adapters/index.ts';
import type { Diagnostic } from '../base/index.ts';
import type { ImageEvidence } from '../image/index.ts';

/** When (ISO 8601, UTC) and on which machine a recording was made, and whether without keys and strings. */
export interface RecordedOrigin {
  readonly at: string;
  readonly host: string;
  readonly redacted: boolean;
}

/** A target that is open for reading. */
export interface OpenTarget {
  readonly evidence: ImageEvidence;
  /** True once a live process is gone. */
  readonly ended: boolean;
  /** The target stands still while it is read. */
  readonly isFrozen: boolean;
  /** It is a process that stands, and may go on once its memory is copied. */
  readonly canGoOn: boolean;
  /** How long the target has stood still so far. */
  readonly pausedMs: number;
  /** RSS at opening; undefined for a core, which does not say what was resident (gcore writes untouched memory as zeros), and for a heap dump. */
  readonly rssBytes: number | undefined;
  /** Path of the core, where it is one. */
  readonly corePath?: string;
  /** Null for a core and a heap dump, and where no memory cgroup is to be seen. */
  readonly cgroup: ProcessCgroup | null;
  /** Where it is a recording: when and where it was made. */
  readonly recorded: RecordedOrigin | null;
  diagnostics(): Diagnostic[];
  /** Lets a frozen process go on; it stays open for reading. */
  resume(): void;
  close(): void;
}

export interface OpenOptions {
  readonly exe?: string;
  readonly freeze: boolean;
  /** Called when all is ready for the stop and nothing stands yet. */
  readonly beforeStop?: () => void;
  /** The process, where it is open already; taken over. */
  readonly image?: ProcessImage;
}

/** Resolves a pid, name, `:port`, core file or heap dump and opens it; throws UnreadableError with one line where it cannot. */
export async function openTarget(
  text: string,
  { exe, freeze, beforeStop, image }: OpenOptions,
): Promise<OpenTarget> {
  if (image) return openedProcess(image, freeze, beforeStop);
  const target = resolveTarget(text);
  const options = exe === undefined ? {} : { exe };
  if (target.kind === 'core') return { ...openedFile(openCore(target.path, options)), corePath: target.path };
  if (target.kind === 'heap-dump') return openedFile(openHeapDump(target.path, options));
  if (target.kind === 'recording') return openedRecording(target.path, options);
  return openedProcess(openProcess(target.pid, options), freeze, beforeStop);
}

async function openedProcess(
  image: ProcessImage,
  freeze: boolean,
  beforeStop: (() => void) | undefined,
): Promise<OpenTarget> {
  const { pid } = image;
  let frozen: Frozen | undefined;
  try {
    frozen = freeze ? await freezeProcess(pid, beforeStop) : undefined;
  } catch (error) {
    image.close();
    throw error;
  }
  // What was seen before it stood is of another moment.
  if (frozen) {
    image.memory.refresh();
    image.memory.beginResidentPages();
  }
  return {
    evidence: image,
    isFrozen: freeze,
    canGoOn: freeze,
    recorded: null,
    cgroup: readCgroup(pid) ?? null,
    rssBytes: image.rssBytes(),
    get ended(): boolean {
      return image.ended;
    },
    get pausedMs(): number {
      return frozen?.pausedMs ?? 0;
    },
    diagnostics: () => image.diagnostics(),
    resume: () => frozen?.resume(),
    close: () => {
      frozen?.resume();
      image.close();
    },
  };
}

/** A core or a heap dump: it stands still, and nobody says what was resident. */
function openedFile(image: CoreImage | HeapDumpImage): OpenTarget {
  return {
    evidence: image,
    isFrozen: true,
    canGoOn: false,
    recorded: null,
    cgroup: null,
    rssBytes: undefined,
    ended: false,
    pausedMs: 0,
    diagnostics: () => image.diagnostics(),
    resume: () => {},
    close: () => image.close(),
  };
}

function openedRecording(path: string, options: { exe?: string }): OpenTarget {
  const image = openRecording(path, options);
  const { isFrozen, ended, rssBytes, cgroup, recordedAt, host, redacted } = image.facts;
  return {
    evidence: image,
    isFrozen,
    canGoOn: false,
    cgroup,
    recorded: { at: recordedAt, host, redacted },
    rssBytes: rssBytes ?? undefined,
    ended,
    pausedMs: 0,
    diagnostics: () => image.diagnostics(),
    resume: () => {},
    close: () => image.close(),
  };
}
