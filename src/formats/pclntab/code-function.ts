import { type Address, i32At, u32At } from '../../base/index.ts';

/** runtime._func, what the linker says of one function (runtime/runtime2.go, Go 1.18 to 1.26). */
export interface CodeFunction {
  /** First instruction. */
  readonly entry: Address;
  /** Place of the name in the table of names. */
  readonly nameOffset: number;
  /** Bytes of arguments and results on the caller's stack; -1 where assembly does not say (ArgsSizeUnknown). */
  readonly argumentBytes: number;
  /** Offset from `entry` of the call of runtime.deferreturn, 0 where there is none. */
  readonly deferReturn: number;
  /** Offsets in pctab, 0 where there is no such table. */
  readonly frameSizes: number;
  readonly files: number;
  readonly lines: number;
  /** Tables by PCDATA number. */
  readonly pcData: readonly number[];
  /** Offsets from moduledata.gofunc by FUNCDATA number, `noFunctionData` where there is none. */
  readonly functionData: readonly number[];
  /** First file of the compilation unit in cutab. */
  readonly unit: number;
  /** internal/abi.FuncID; the numbers changed in Go 1.22 and 1.25. */
  readonly id: number;
  /** Flags of `functionFlag`. */
  readonly flags: number;
}

/** internal/abi.FuncFlag. */
export const functionFlag = { topFrame: 1, writesStackPointer: 2, assembly: 4 } as const;
export const noFunctionData = 0xffffffff;

/** Bytes of _func before the lists: Go 1.20 put startLine before funcID. */
export function functionHeadBytes(hasStartLine: boolean): number {
  return hasStartLine ? 44 : 40;
}

/** Go 1.26 has 6 and 8 kinds; more than this is damage. */
const maximumLists = 32;

/** Bytes of _func with its lists, from its head; 0 where the head is damaged. */
export function functionRecordBytes(head: Uint8Array): number {
  const pcDataCount = u32At(head, 28);
  const functionDataCount = head[head.length - 1];
  if (pcDataCount > maximumLists || functionDataCount > maximumLists) return 0;
  return head.length + (pcDataCount + functionDataCount) * 4;
}

export function decodeFunction(record: Uint8Array, headBytes: number, entry: Address): CodeFunction {
  const pcDataCount = u32At(record, 28);
  const words = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => u32At(record, from + index * 4));
  return {
    entry,
    nameOffset: u32At(record, 4),
    argumentBytes: Math.max(-1, i32At(record, 8)),
    deferReturn: u32At(record, 12),
    frameSizes: u32At(record, 16),
    files: u32At(record, 20),
    lines: u32At(record, 24),
    pcData: words(headBytes, pcDataCount),
    functionData: words(headBytes + pcDataCount * 4, record[headBytes - 1]),
    unit: u32At(record, 32),
    id: record[headBytes - 4],
    flags: record[headBytes - 3],
  };
}
