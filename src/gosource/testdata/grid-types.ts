/**
 * Types of every form, as Go declarations and expressions: a Go program prints what the compiler makes of them, and this
 * layer must say the same.
 */

/** Declared in package main, whose file is read with `readGoTypes`. */
export const mainSource: string = `package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	odd "example.com/grid/odd.name"
)

const (
	width          = 3
	kilo     int   = 1 << 10
	half           = 0.5
	text           = "h\\u00e9llo" + \`\\n\`
	small    uint8 = 250
	letter         = 'x' - 'a'
	quotient       = 7 / 2
)

const (
	first = iota * 2
	second
	_
	fourth
	flags, mask = 1 << iota, 1<<iota - 1
)

const (
	KB Bytes = 1 << (10 * (iota + 1))
	MB
)

type Bytes uint64

var notConstant = [...]string{"{", \`}\`, "('["}

func skipped[T any](x T) (y struct{ unused []T }) {
	const width = 99
	return
}

func alsoSkipped() interface{} {
	type Key struct{ x [99]int }
	return Key{}
}

type (
	Kind     uint8
	Celsius  float64
	Handler  func(w io.Writer, args ...string) error
	Matrix   [width][width + 1]float32
	Registry map[string]*Session
	Stream   <-chan Node
	Shape    interface {
		Area() float64
		scale(by float64) Shape
	}
	Empty struct{}
	Tail  struct {
		n int32
		Empty
	}
)

type Key struct {
	Host string
	Port uint16
	tag  [3]byte
}

type Node struct {
	next, prev *Node
	value      interface{}
	Kind
	depth int8
}

type Session struct {
	ID       [16]byte \`json:"id"\`
	User     string   "user:\\"\\t名\\""
	mu       sync.Mutex
	Started  time.Time
	active   bool
	Buffers  [][]byte
	weights  [2]Celsius
	parent   *Session
	children map[Key]*Session
	onClose  func() error
	last     bool
}

type Wasteful struct {
	a bool
	b int64
	c bool
	d int32
	e bool
	f *int
	g bool
	h string
	i [0]int64
}

type Deep struct {
	Node
	*Session
	inner struct {
		Tail
		tags []struct{ k, v string }
	}
	_ [0]func()
}

type Pair[A, B any] struct {
	First  A
	Second B
}
type Box[T any] struct{ v T }
type List[T any] struct {
	head, tail *element[T]
	len        int
}
type element[T any] struct {
	next *element[T]
	val  T
}
type Tree[K interface{ ~int | ~string }, V any] struct {
	Left, Right *Tree[K, V]
	Key         K
	Value       V
}
type Number interface {
	~int8 | ~float32 | ~float64
}
type Num[N Number] struct {
	ok bool
	n  N
}
type Cache[K comparable, V fmt.Stringer] struct {
	items map[K]V
	order []K
	zero  V
}
type Phantom[T any] struct{ _ [0]T }
type Fixed[T interface{ ~int16 }] [width]T
type Either[L, R any] struct {
	l    L
	r    R
	left bool
}
type Set[K comparable] map[K]struct{}
type Opt[T any] struct {
	T   *T
	set bool
}
type Callback[A any, R interface{}] func(A) R
type Holder[T any] struct {
	Box[T]
	*Pair[T, []T]
}
type PointerArray [width * 2]*Node
type Foreign struct {
	k odd.Key
	odd.Gen[Kind]
}

type (
	Alias    = Node
	AliasPtr = *Session
	Keys     = []Key
	Octet    = byte
	Pairs    = Pair[Key, Octet]
	Mixed    = struct {
		Alias
		b Octet
	}
)

func (k Kind) String() string { return "}" }
func (s Session) method()     {}
`;

/** Added from Go 1.24 on. */
export const genericAliases: string = `
type Vector[T any] = []T
type Table[V any] = map[string]Pair[V, Vector[V]]
`;

/** Declared in another package, whose path has a dot in its last element. */
export const oddSource: string = `package odd

type Key struct {
	a int32
	B bool
}
type Gen[T any] struct {
	inner T
	key   Key
}
type Doer interface {
	Do()
	undo()
}
`;

const lines: string = `
bool; int; int8; int16; int32; int64; uint; uint8; uint16; uint32; uint64; uintptr; float32; float64; complex64; complex128
string; byte; rune; error; any; unsafe.Pointer
*int; **string; *[3]int; *struct{}; *Node; *error; *odd.Key; (*(int))
[]byte; [][]rune; []*Node; []any; []func(); []struct{}; []unsafe.Pointer; []Kind
[0]int; [3]int; [4]string; [0]*int; [2][3]int16; [5]struct { a byte; b int32 }; [3]struct{}; [2]func(); [2]chan int; [1<<40]struct{}
[0x10]byte; [0b101]int8; [0o17]byte; [017]byte; [1_000]uint16; ['a']byte; [1e2]byte; [3.0]byte; [0X_1F]byte; [0x1p4]int8; ['\\x07']byte
[2*3 + 1]int; [(1 << 4) - 6]byte; [7 / 2]byte; [10 % 4]byte; [6&^2 | 1]byte; [-(-3)]byte; [^-5]byte; [1<<3 ^ 5]byte; [100 >> 4]byte; [7.0 / 2.0 * 2]byte
[width]int; [kilo]byte; [letter]byte; [quotient]byte; [half * 4]byte; [small - 245]byte; [int(small) + 10]byte; [uint8(200)]byte; [Bytes(3)]byte
[first]byte; [second]byte; [fourth]byte; [flags]byte; [mask]byte; [KB]byte; [MB / KB]int32; [width + second]Key
[len(text)]byte; [len("héllo")]int8; [len(\`a\\n\`)]byte; [unsafe.Sizeof(Node{})]byte; [unsafe.Alignof(int32(0))]byte; [unsafe.Sizeof(uintptr(0)) * 2]int8
[math.MaxInt8]byte; [sha256.Size]byte; [utf8.UTFMax]rune; [time.Microsecond]byte; [bits.UintSize / 8]byte; [net.IPv6len]byte
map[string]int; map[Key]*Node; map[[4]byte][]string; map[any]error; map[string]map[string]int; map[struct{ a, b int }]bool
map[*Node]struct{}; map[chan int]bool; map[float64]complex128; map[interface{ String() string }]int; map[odd.Key]int; map[Kind]Celsius
map[time.Time]netip.Addr; map[string]*regexp.Regexp; map[Box[int]]Box[string]; map[[2]Pair[int, string]]Matrix
chan int; <-chan string; chan<- []byte; chan (<-chan int); chan<- chan int; <-chan (<-chan int); chan<- (chan<- int); chan struct{}; chan func(); (chan int)
chan (chan<- int); <-chan <-chan int; chan<- <-chan int; []chan<- map[string]int; chan Stream
func(); func(int) string; func(a, b int, c ...string) (x int, err error); func(...any); func(func(int) bool) func(); func() (int, string)
func(*Node, []byte) <-chan int; func() (err error); func(Handler, ...Pair[int, Key]) Shape; func(_ int, _ string); func(x [width]int, y []odd.Key)
func(a Box[int], b [2]Node, c *[width]Key) func(d Pair[Node, Key]); func(interface{ F(x int) }) struct{ a, b int }
struct{}; struct { a int }; struct { a bool; b int64; c bool }; struct { a int64; b struct{} }; struct { a byte; b struct{} }; struct { a byte; b [0]int64 }
struct { b struct{}; a byte }; struct { a struct{} }; struct { _ int8; a int32; _ int8 }; struct { a, b struct{} }; struct { a [0]int64; b byte }
struct { a bool; b complex64; c bool; d complex128 }; struct { a *int; b uintptr }; struct { a uintptr; b *int; c byte }; struct { a string; b [3]string; c int }
struct { a int8; b float32; c int16; d rune }; struct { a [3]byte; b uint16 }; struct { a [2]struct { p *int; n int }; b bool }; struct { a any; b []int; c map[int]int }
struct { A int \`json:"a,omitempty"\`; b string "x\\ty\\"\\x01\\u00e9" }; struct { a, B, c int "t" }; struct { Größe int; 世界 string }; struct { X_1, _y int }
struct { Node }; struct { *Node; time.Time }; struct { error; fmt.Stringer }; struct { int; string }; struct { Pair[int, string] }; struct { *Pair[string, []int] }
struct { Alias }; struct { byte }; struct { any }; struct { *odd.Key; b odd.Gen[int8] }; struct { Kind; c Celsius "c" }
struct { a struct { b struct { c struct { d byte } } } }; struct { f func(int) bool; c chan struct{}; m map[string]struct{} }; struct { a [width]int; odd.Doer }
struct { a int32; Tail }; struct { Tail; a int32 }; struct { a Tail; b Empty }; struct { a [1]Empty }; struct { p *byte; e [0]func() }; [3]struct { a int32; b struct{} }
interface{}; interface{ Foo() }; interface{ b(); A(int) string; error }; interface { fmt.Stringer; Close() error }; interface{ io.ReadWriteCloser }
interface{ lower(); Upper(Node) *Node; other(odd.Key) }; interface{ Shape; odd.Doer }; interface{ M(...int) (a, b int) }; *interface{ error; Shape }
Kind; Celsius; Handler; Matrix; Registry; Stream; Shape; Empty; Tail; Key; Node; Session; Wasteful; Deep; PointerArray; Bytes; Foreign; Box[Foreign]
[]Session; [2]Wasteful; map[Key]Session; *Deep; func(Session) Registry; struct { Session; Wasteful }; [3]Tail; [2]Deep
Pair[int, string]; Pair[*Node, []byte]; Pair[byte, any]; List[int]; element[Key]; Tree[string, *Node]; Tree[int, Tree[string, Box[bool]]]; Box[Box[Box[int8]]]
Box[struct { a int; B string }]; Box[func(int) error]; Box[map[string]odd.Key]; Box[interface{ m(); M() }]; Box[time.Time]; Box[chan<- int]; Box[chan (<-chan int)]
Box[[3]Alias]; Box[Kind]; Box[*Session]; Box[error]; Box[unsafe.Pointer]; Box[rune]; Box[interface{}]; Box[struct{}]; Box[netip.AddrPort]; Box[atomic.Value]
Cache[string, time.Duration]; Cache[Key, Kind]; Num[int8]; Num[float32]; Num[Celsius]; Phantom[string]; Fixed[int16]; Either[Kind, Celsius]; Either[bool, Either[bool, int16]]
Set[Key]; Set[*Node]; Opt[Opt[bool]]; Callback[int, string]; Holder[int8]; Holder[Key]; Pair[Pair[int8, int64], Pair[int64, int8]]; Box[odd.Gen[odd.Key]]
odd.Key; odd.Gen[int]; odd.Gen[Node]; odd.Gen[odd.Gen[bool]]; odd.Doer; []odd.Gen[string]; Box[struct { odd.Key; *Node }]; Box[struct { Alias }]; Box[struct{ _ int "tag" }]
Box[odd.Doer]; Box[interface{ odd.Doer; Shape }]; Box[func(x ...odd.Key) (a int, b Node)]; Box[[]map[Key]*[4]Celsius]; Pair[Alias, Octet]; Box[struct{ Größe, größe int }]
Alias; AliasPtr; Keys; Octet; Pairs; Mixed; []Alias; map[Key]Keys; [width]Mixed; Box[Mixed]; struct { Mixed Mixed; p Pairs }
`;

/** By the minor version of Go that they need. */
const newer: Readonly<Record<number, string>> = {
  19: 'atomic.Int64; Pair[bool, atomic.Int32]; atomic.Pointer[Node]; struct { ok bool; n atomic.Uint64; f atomic.Bool }',
  21: '[min(3, 5, 4)]byte; [max(2, 1+4)]int8; struct { slog.Attr }',
  22: 'sql.Null[Key]; map[string]sql.Null[bool]',
  23: 'iter.Seq[int]; iter.Seq2[Key, *Node]; unique.Handle[string]',
  24: 'Vector[int]; Table[Node]; struct { Vector[Key]; b bool }; Box[Vector[int8]]; map[string]Table[int]; weak.Pointer[Node]',
};

/** The expressions that a Go version has, each read in package main. */
export function gridTypes(goMinor: number): string[] {
  const text = Object.entries(newer)
    .filter(([since]) => Number(since) <= goMinor)
    .map(([, more]) => more);
  return [...lines.split('\n'), ...text].flatMap(splitLine);
}

/** At the semicolons outside brackets and strings. */
function splitLine(line: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at <= line.length; at++) {
    const character = line[at] ?? ';';
    if (quote !== '') {
      if (character === '\\' && quote !== '`') at++;
      else if (character === quote) quote = '';
      continue;
    }
    if ('"`\''.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ';' && depth === 0) {
      const part = line.slice(start, at).trim();
      if (part !== '') parts.push(part);
      start = at + 1;
    }
  }
  return parts;
}
