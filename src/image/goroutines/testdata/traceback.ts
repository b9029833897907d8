/** A goroutine as `runtime.Stack` prints it under GOTRACEBACK=system (runtime/traceback.go, traceback2). */
export interface TracedGoroutine {
  readonly id: number;
  /** `chan receive`, `running`; what stands first between the brackets. */
  readonly state: string;
  readonly isLocked: boolean;
  readonly frames: readonly TracedFrame[];
  /** `main.main`, '' for the first one. */
  readonly createdBy: string;
  /** `/src/a.go:12` of the go statement. */
  readonly createdAt: string;
  /** 0 where the version does not say. */
  readonly parentId: number;
}

export interface TracedFrame {
  readonly name: string;
  /** `/src/a.go:12`. */
  readonly place: string;
  /** Undefined for an inlined call. */
  readonly fp: number | undefined;
  readonly sp: number | undefined;
  readonly pc: number | undefined;
}

export function parseTraceback(text: string): TracedGoroutine[] {
  return text
    .split('\n\n')
    .filter((part) => part.startsWith('goroutine '))
    .map((part) => parseGoroutine(part.trimEnd().split('\n')));
}

function parseGoroutine([header, ...lines]: string[]): TracedGoroutine {
  const head = /^goroutine (\d+)[^[]*\[([^\]]*)\]:$/.exec(header);
  if (!head) throw new Error(`no goroutine: ${header}`);
  const [state, ...details] = head[2].split(', ');
  const frames: TracedFrame[] = [];
  let createdBy = '';
  let createdAt = '';
  let parentId = 0;
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const place = lines[index + 1].trim().split(' ')[0];
    const created = /^created by (.*?)(?: in goroutine (\d+))?$/.exec(lines[index]);
    if (created) {
      createdBy = created[1];
      createdAt = place;
      parentId = Number(created[2] ?? 0);
      continue;
    }
    const word = (name: string): number | undefined => {
      const found = new RegExp(` ${name}=0x([0-9a-f]+)`).exec(lines[index + 1]);
      return found ? Number.parseInt(found[1], 16) : undefined;
    };
    const name = lines[index].slice(0, lines[index].lastIndexOf('('));
    frames.push({ name, place, fp: word('fp'), sp: word('sp'), pc: word('pc') });
  }
  return {
    id: Number(head[1]),
    state: state.replace(/ \(scan\)$/, ''),
    isLocked: details.includes('locked to thread'),
    frames,
    createdBy,
    createdAt,
    parentId,
  };
}
