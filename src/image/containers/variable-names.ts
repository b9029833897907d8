import { type Address, isAddress } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { shortSymbol } from '../types/dwarf-name.ts';
import type { TypeTable } from '../types/type-table.ts';

interface Place {
  readonly start: Address;
  readonly end: Address;
  readonly name: string;
  readonly type: GoType;
}

const nestingLimit = 16;

/** Names package variables, their fields, and what they point to, by address. Without DWARF it knows none. */
export class VariableNames {
  readonly #variables: readonly Place[];
  readonly #targets: readonly Place[];

  constructor(runtime: Runtime, types: TypeTable, memory: Memory) {
    const variables: Place[] = [];
    const targets: Place[] = [];
    const reader = new Reader(memory, 64);
    for (const variable of runtime.dwarf?.variables() ?? []) {
      const type = types.fromDwarf(variable.type);
      if (!type || type.size === 0) continue;
      const start = variable.address + runtime.loadBias;
      const name = shortSymbol(variable.name);
      variables.push({ start, end: start + type.size, name, type });
      if (type.kind !== 'pointer' || !type.elem || type.elem.size === 0) continue;
      const target = reader.u64(start);
      if (target <= 0 || !isAddress(target)) continue;
      targets.push({ start: target, end: target + type.elem.size, name, type: type.elem });
    }
    this.#variables = variables.sort((a, b) => a.start - b.start);
    this.#targets = targets.sort((a, b) => a.start - b.start);
  }

  /** `main.buffers`, `http.http2dataChunkPools[3]`, `main.server.buffers`; undefined where no variable leads there. */
  nameOf(address: Address): string | undefined {
    const place = covering(this.#variables, address) ?? covering(this.#targets, address);
    return place && place.name + stepsTo(place.type, address - place.start, 0);
  }
}

/** The last place that starts at or before the address, where it reaches that far. */
function covering(places: readonly Place[], address: Address): Place | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle].start <= address) low = middle + 1;
    else high = middle;
  }
  const place = places[low - 1];
  return place && address < place.end ? place : undefined;
}

/** The innermost fields and indexes at the offset, down to a type of package sync. */
function stepsTo(type: GoType, offset: number, depth: number): string {
  if (depth > nestingLimit || type.packagePath === 'sync') return '';
  if (type.kind === 'array' && type.elem && type.elem.size > 0) {
    const index = Math.floor(offset / type.elem.size);
    return `[${index}]${stepsTo(type.elem, offset - index * type.elem.size, depth + 1)}`;
  }
  if (type.kind !== 'struct') return '';
  const field = type.fields.find((each) => offset >= each.offset && offset < each.offset + each.type.size);
  return field ? `.${field.name}${stepsTo(field.type, offset - field.offset, depth + 1)}` : '';
}
