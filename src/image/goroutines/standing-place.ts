import type { Address } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import { isGoWrapper } from '../holders/goroutine-names.ts';
import type { Runtime } from '../runtime.ts';
import type { Unwinder } from './unwinder.ts';

/** The call of the program in which a goroutine stands. */
export interface StandingPlace {
  /** `main.worker`; '' where it is not known. */
  readonly standsIn: string;
  /** `/src/a.go:40`; '' where it is not known. */
  readonly standsAt: string;
}

const unknown: StandingPlace = { standsIn: '', standsAt: '' };
/** Frames of the standard library that are looked through for one of the program. */
const maximumFrames = 64;
/** So many goroutines of one look alike are unwound; the others of that look stand where these do. */
const unwoundOfALook = 8;

interface Look {
  readonly place: StandingPlace;
  unwound: number;
  /** All that were unwound stood at one place. */
  isOne: boolean;
}

/**
 * Finds the innermost frame of the program's own packages and of its dependencies: where it waits, as its author sees it,
 * not the runtime's gopark. Where all frames are of the standard library it is the function that the goroutine runs.
 *
 * Goroutines that run one function, wait at one instruction and use the same number of stack bytes have the same frames:
 * after a few that agree no more stacks of that look are read, so that 100,000 goroutines of one kind cost little more than
 * one. It is no proof: two ways through a program can use equally many bytes.
 */
export class StandingPlaces {
  readonly #unwinder: Unwinder;
  readonly #functions: FunctionTable;
  readonly #modulePath: string;
  readonly #looks = new Map<string, Look>();
  readonly #calls = new Map<Address, { readonly place: StandingPlace; readonly isOwn: boolean }>();

  constructor(runtime: Pick<Runtime, 'modulePath'>, functions: FunctionTable, unwinder: Unwinder) {
    this.#unwinder = unwinder;
    this.#functions = functions;
    this.#modulePath = runtime.modulePath;
  }

  of(goroutine: Goroutine): StandingPlace {
    const { startPc, pc, sp, stackHigh, standing } = goroutine;
    if (standing === 'unknown') return unknown;
    const key = `${startPc}/${pc}/${stackHigh - sp}`;
    const look = this.#looks.get(key);
    if (look?.isOne && look.unwound >= unwoundOfALook) return look.place;
    const place = this.#unwind(goroutine);
    if (!look) this.#looks.set(key, { place, unwound: 1, isOne: true });
    else {
      look.unwound++;
      look.isOne &&= look.place.standsAt === place.standsAt && look.place.standsIn === place.standsIn;
    }
    return place;
  }

  #unwind(goroutine: Goroutine): StandingPlace {
    const unwinder = this.#unwinder;
    let outermost = unknown;
    let isThere = unwinder.start(goroutine);
    for (let depth = 0; isThere && depth < maximumFrames; depth++) {
      const { place, isOwn } = this.#callAt(unwinder.callPc);
      if (isOwn) return place;
      if (!place.standsIn.startsWith('runtime.') && !isGoWrapper(place.standsIn)) outermost = place;
      isThere = unwinder.next();
    }
    return outermost;
  }

  /** Of calls that were inlined the innermost one of the program. */
  #callAt(callPc: Address): { readonly place: StandingPlace; readonly isOwn: boolean } {
    let known = this.#calls.get(callPc);
    if (!known) {
      const calls = this.#functions.callsAt(callPc);
      const own = calls.find(({ name }) => !isStandard(name, this.#modulePath));
      const call = own ?? calls[calls.length - 1];
      const { position } = call ?? {};
      const standsAt = position ? `${position.file}:${position.line}` : '';
      const place = call ? { standsIn: printedName(call.name), standsAt } : unknown;
      this.#calls.set(callPc, (known = { place, isOwn: own !== undefined }));
    }
    return known;
  }
}

/** `main.Wait[...]`, as tracebacks have it (runtime/symtab.go, funcNameForPrint; Go 1.21+). */
function printedName(name: string): string {
  const first = name.indexOf('[');
  const last = name.lastIndexOf(']');
  return first < 0 || last <= first ? name : `${name.slice(0, first)}[...]${name.slice(last + 1)}`;
}

/**
 * True for functions of Go's own packages: the first element of their path has no dot (cmd/go/internal/search,
 * IsStandardImportPath), and it is neither the main package nor in the main module.
 */
export function isStandard(name: string, modulePath: string): boolean {
  // Dots in the last element of an import path are escaped in symbols, so that the first one behind it ends the package.
  const slash = name.lastIndexOf('/', bracketOf(name));
  const dot = name.indexOf('.', slash + 1);
  const path = dot < 0 ? name : name.slice(0, dot);
  if (path === 'main' || path === 'command-line-arguments') return false;
  if (modulePath !== '' && (path === modulePath || path.startsWith(`${modulePath}/`))) return false;
  const [first] = path.split('/', 1);
  return !first.includes('.') && first !== '';
}

/** Type arguments hold paths of other packages. */
function bracketOf(name: string): number {
  const bracket = name.indexOf('[');
  return bracket < 0 ? name.length : bracket;
}
