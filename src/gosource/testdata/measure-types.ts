import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a type is made of, as a Go program says it; sizes in bytes. */
export interface MeasuredPart {
  readonly name: string;
  readonly size: number;
  readonly align: number;
  readonly pointerBytes: number;
}

export interface MeasuredType extends MeasuredPart {
  /** reflect.Kind: `int32`, `struct`, `ptr`. */
  readonly kind: string;
  readonly isComparable: boolean;
  /** Of a map. */
  readonly key?: MeasuredPart;
  /** Of a map, slice, array, pointer or channel. */
  readonly element?: MeasuredPart;
  /** undefined for what is no struct. */
  readonly fields?: readonly {
    readonly name: string;
    readonly typeName: string;
    readonly offset: number;
    readonly size: number;
    readonly align: number;
    readonly pointerBytes: number;
    readonly isEmbedded: boolean;
  }[];
}

export interface TypeProgram {
  /** Go packages by folder under the module: the sources of their one file. `.` is package main, without `func main`. */
  readonly sources: Readonly<Record<string, string>>;
  /** Type expressions, read in package main. */
  readonly types: readonly string[];
  /** Import paths by the names that the types use, where they are not the usual ones. */
  readonly imports?: Readonly<Record<string, string>>;
}

const module = 'example.com/grid';

/** Import paths of the packages that the types are spelled with. */
const paths: Readonly<Record<string, string>> = {
  atomic: 'sync/atomic',
  bits: 'math/bits',
  big: 'math/big',
  color: 'image/color',
  crc32: 'hash/crc32',
  fs: 'io/fs',
  heap: 'container/heap',
  http: 'net/http',
  json: 'encoding/json',
  list: 'container/list',
  maphash: 'hash/maphash',
  netip: 'net/netip',
  odd: `${module}/odd.name`,
  rand: 'math/rand',
  ring: 'container/ring',
  sha256: 'crypto/sha256',
  slog: 'log/slog',
  sql: 'database/sql',
  template: 'html/template',
  url: 'net/url',
  utf8: 'unicode/utf8',
};

/** What the program is compiled with, and for. */
export interface GoTarget {
  readonly toolchain: string;
  readonly goMinor: number;
  /** arm64 runs under qemu-user. */
  readonly arch?: 'arm64';
}

/** Compiles a program that prints what each type is, and runs it. */
export function measureTypes(
  { toolchain, goMinor, arch }: GoTarget,
  { sources, types, imports = {} }: TypeProgram,
): MeasuredType[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-types-'));
  try {
    const write = (name: string, text: string): void => {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    };
    write('go.mod', `module ${module}\n\ngo 1.${goMinor}\n`);
    for (const [name, source] of Object.entries(sources)) write(path.join(name, 'types.go'), source);
    write('main.go', program(types, { ...paths, ...imports }));
    const binary = path.join(folder, 'measure');
    const env = {
      ...process.env,
      GOTOOLCHAIN: toolchain,
      GOFLAGS: '-mod=mod',
      CGO_ENABLED: '0',
      ...(arch === undefined ? {} : { GOARCH: arch }),
    };
    execFileSync('go', ['build', '-o', binary, '.'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [command, ...parameters] = arch === undefined ? [binary] : ['qemu-aarch64', binary];
    return JSON.parse(execFileSync(command, parameters, { encoding: 'utf8', maxBuffer: 2 ** 28 }));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function program(types: readonly string[], importPaths: Readonly<Record<string, string>>): string {
  const all = types.join('\n').replaceAll(/"(?:\\.|[^"\\])*"/g, '');
  const names = new Set([...all.matchAll(/(?<![\w.])([a-z][a-z0-9]*)\.[A-Z]/g)].map(([, name]) => name));
  for (const own of ['reflect', 'unsafe', 'os', 'json']) names.delete(own);
  const imports = [...names].map((name) => `\t${name} "${importPaths[name] ?? name}"`).join('\n');
  const calls = types.map(
    (type) =>
      `\tshow(reflect.TypeOf((*${type})(nil)).Elem(), unsafe.Sizeof(*(*${type})(nil)), unsafe.Alignof(*(*${type})(nil)))`,
  );
  return `package main

import (
	"encoding/json"
	"os"
	"reflect"
	"unsafe"

${imports}
)

type field struct {
	Name         string  \`json:"name"\`
	TypeName     string  \`json:"typeName"\`
	Offset       uintptr \`json:"offset"\`
	Size         uintptr \`json:"size"\`
	Align        int     \`json:"align"\`
	PointerBytes uintptr \`json:"pointerBytes"\`
	IsEmbedded   bool    \`json:"isEmbedded"\`
}

type part struct {
	Name         string  \`json:"name"\`
	Size         uintptr \`json:"size"\`
	Align        int     \`json:"align"\`
	PointerBytes uintptr \`json:"pointerBytes"\`
}

type measured struct {
	part
	Kind         string  \`json:"kind"\`
	IsComparable bool    \`json:"isComparable"\`
	Key          *part   \`json:"key,omitempty"\`
	Element      *part   \`json:"element,omitempty"\`
	Fields       []field \`json:"fields,omitempty"\`
}

func partOf(t reflect.Type) *part {
	return &part{t.String(), t.Size(), t.Align(), pointerBytes(t)}
}

var all []measured

// The second word of a type descriptor is abi.Type.PtrBytes (ptrdata before Go 1.20).
func pointerBytes(t reflect.Type) uintptr {
	descriptor := (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
	return (*[2]uintptr)(descriptor)[1]
}

func show(t reflect.Type, size, align uintptr) {
	// Of the type itself what the compiler says at compile time, of its parts what it wrote into the descriptors.
	m := measured{part: part{t.String(), size, int(align), pointerBytes(t)}, Kind: t.Kind().String(), IsComparable: t.Comparable()}
	switch t.Kind() {
	case reflect.Map:
		m.Key = partOf(t.Key())
		m.Element = partOf(t.Elem())
	case reflect.Slice, reflect.Array, reflect.Ptr, reflect.Chan:
		m.Element = partOf(t.Elem())
	}
	if t.Kind() == reflect.Struct {
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			m.Fields = append(m.Fields, field{f.Name, f.Type.String(), f.Offset, f.Type.Size(), f.Type.Align(), pointerBytes(f.Type), f.Anonymous})
		}
	}
	all = append(all, m)
}

func main() {
${calls.join('\n')}
	json.NewEncoder(os.Stdout).Encode(all)
}
`;
}
