import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import type { InterfaceTypes } from './interface-types.ts';
import { isTime, timeAt, timeBytes, zeroTime } from './time-value.ts';

/** Connections in connections (TLS), contexts in contexts; longer chains are damage or nobody's. */
const chainLimit = 16;
/** poll.fdMutex.state: the lowest bit says that the descriptor was closed (internal/poll/fd_mutex.go: mutexClosed). */
const mutexClosed = 1;

/** Where a connection or file of the standard library keeps its *netFD or *os.file: names of fields from the struct on. */
const descriptorRoutes: ReadonlyMap<string, readonly string[]> = new Map([
  ['net.TCPConn', ['conn', 'fd']],
  ['net.UDPConn', ['conn', 'fd']],
  ['net.UnixConn', ['conn', 'fd']],
  ['net.IPConn', ['conn', 'fd']],
  ['net.TCPListener', ['fd']],
  ['net.UnixListener', ['fd']],
  ['os.File', ['file']],
]);

/** Whether `isClosed` can answer for a struct of this type. */
export function isConnection(type: GoType): boolean {
  return descriptorRoutes.has(fullName(type)) || fullName(type) === 'crypto/tls.Conn';
}

/** Whether the type is context.Context, or one of the package's own contexts. */
export function isContext(type: GoType): boolean {
  return type.packagePath === 'context' && (type.kind === 'interface' || type.name.endsWith('Ctx'));
}

export function isRequest(type: GoType): boolean {
  return fullName(type) === 'net/http.Request';
}

/** Asks objects of the standard library whether they are over: connections and files closed, contexts done. */
export class EndStates {
  readonly #memory: Memory;
  readonly #interfaces: InterfaceTypes;
  readonly #nowMs: number | undefined;

  /** `nowMs`: a moment that is surely past, to hold deadlines against; undefined where none is known. */
  constructor(memory: Memory, interfaces: InterfaceTypes, nowMs: number | undefined) {
    this.#memory = memory;
    this.#interfaces = interfaces;
    this.#nowMs = nowMs;
  }

  /** 1 where the connection or file at the address was closed, 0 where it is open, NaN where that cannot be told. */
  isClosed(type: GoType, address: Address, depth = 0): number {
    if (fullName(type) === 'crypto/tls.Conn') return this.#isTlsClosed(type, address, depth);
    const route = descriptorRoutes.get(fullName(type));
    const pointer = route && fieldAt(type, route);
    const state = pointer?.type.elem && fieldAt(pointer.type.elem, ['pfd', 'fdmu', 'state']);
    if (!pointer || !state) return Number.NaN;
    const descriptor = this.#word(address + pointer.offset);
    if (!isAddress(descriptor)) return Number.NaN;
    const bytes = this.#memory.read(descriptor + state.offset, 8);
    return bytes ? bytes[0] & mutexClosed : Number.NaN;
  }

  /** 1 where the context at the address is done, 0 where it is not, NaN where that cannot be told. */
  isDone(type: GoType, address: Address, depth = 0): number {
    if (type.packagePath !== 'context' && !fieldOf(type, 'Context')) return Number.NaN;
    const cancel = type.name === 'context.cancelCtx' ? { offset: 0, type } : fieldOf(type, 'cancelCtx');
    if (cancel?.type.name === 'context.cancelCtx') {
      // An error before Go 1.25, an atomic.Value since: both begin with a word that is zero until the first cancel.
      const error = fieldOf(cancel.type, 'err');
      const word = error ? this.#word(address + cancel.offset + error.offset) : -1;
      if (word < 0) return Number.NaN;
      return word !== 0 || this.#isPastDeadline(type, address) ? 1 : 0;
    }
    const parent = fieldOf(type, 'Context');
    if (parent?.type.kind === 'interface') {
      return depth < chainLimit ? this.contextAt(address + parent.offset, depth + 1) : Number.NaN;
    }
    // The background context, and what was cut off from its parent by WithoutCancel.
    return 0;
  }

  /** `isDone` of what the context.Context at the address holds; NaN for nil. */
  contextAt(address: Address, depth = 0): number {
    const bytes = this.#memory.read(address, 16);
    return bytes ? this.contextIn(u64At(bytes, 0), u64At(bytes, 8), depth) : Number.NaN;
  }

  /** The same for an interface whose two words are known. */
  contextIn(itab: Address, data: Address, depth = 0): number {
    const held = this.#interfaces.of(itab, false);
    if (!held) return Number.NaN;
    const struct = held.type.kind === 'pointer' ? held.type.elem : held.type;
    if (!struct) return Number.NaN;
    if (struct.size === 0) return struct.packagePath === 'context' ? 0 : Number.NaN;
    return isAddress(data) ? this.isDone(struct, data, depth) : Number.NaN;
  }

  #isTlsClosed(type: GoType, address: Address, depth: number): number {
    const inner = fieldOf(type, 'conn');
    const bytes = inner && depth < chainLimit ? this.#memory.read(address + inner.offset, 16) : undefined;
    const held = bytes && this.#interfaces.of(u64At(bytes, 0), inner?.type.emptyInterface ?? false);
    const target = held?.type.elem;
    return bytes && target && isConnection(target)
      ? this.isClosed(target, u64At(bytes, 8), depth + 1)
      : Number.NaN;
  }

  /** The timer of a context cancels it at its deadline, unless the process stands still or is very busy. */
  #isPastDeadline(type: GoType, address: Address): boolean {
    const deadline = fieldOf(type, 'deadline');
    if (!deadline || !isTime(deadline.type) || this.#nowMs === undefined) return false;
    const bytes = this.#memory.read(address + deadline.offset, timeBytes);
    const moment = bytes ? timeAt(bytes, 0) : zeroTime;
    return moment !== zeroTime && moment < this.#nowMs;
  }

  #word(address: Address): number {
    const bytes = this.#memory.read(address, 8);
    return bytes ? u64At(bytes, 0) : -1;
  }
}

/** `net/http.Request`: the import path with the name, for two packages can have the same last element. */
export function fullName(type: GoType): string {
  const short = type.name.slice(type.name.lastIndexOf('.') + 1);
  return type.packagePath === '' ? type.name : `${type.packagePath}.${short}`;
}

function fieldOf(type: GoType, name: string): { offset: number; type: GoType } | undefined {
  return type.fields.find((field) => field.name === name);
}

/** A field by way of fields in it. */
function fieldAt(type: GoType, names: readonly string[]): { offset: number; type: GoType } | undefined {
  let offset = 0;
  let at: GoType | undefined = type;
  for (const name of names) {
    const field: { offset: number; type: GoType } | undefined = at && fieldOf(at, name);
    if (!field) return undefined;
    offset += field.offset;
    at = field.type;
  }
  return at && { offset, type: at };
}
