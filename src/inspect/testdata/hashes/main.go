//go:build go1.24

// Command hashes fills Swiss maps of many key types, prints the hash of each key as the runtime's own Hasher gives it and
// the probe length that follows from the real structure, and waits until its standard input ends.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"runtime"
	"strings"
	"unsafe"
)

// internal/abi MapType (SwissMapType in Go 1.24 and 1.25).
type mapType struct {
	_         [48]byte
	key       unsafe.Pointer
	elem      unsafe.Pointer
	group     unsafe.Pointer
	hasher    func(unsafe.Pointer, uintptr) uintptr
	groupSize uintptr
	slotSize  uintptr
	elemOff   uintptr
	flags     uint32
}

const indirectKey = 4

// internal/runtime/maps Map.
type header struct {
	used        uint64
	seed        uintptr
	directory   unsafe.Pointer
	length      int
	globalDepth uint8
	globalShift uint8
}

type table struct {
	used, capacity, growthLeft uint16
	localDepth                 uint8
	index                      int
	groups                     unsafe.Pointer
	lengthMask                 uint64
}

type entry struct {
	Key  string // address
	Hash string // "" where the Hasher gives another one each time
}

type mapFacts struct {
	Name    string
	Header  string
	Type    string
	Seed    string
	Entries []entry
	// Place n: entries in the n + 1st group of their probe sequence.
	Probes []int
	Random int
}

var (
	facts []mapFacts
	kept  []any
)

func hex(word uintptr) string { return fmt.Sprintf("0x%x", word) }

// keep notes a map, given as an interface.
func keep(name string, m any) {
	kept = append(kept, m)
	words := (*[2]unsafe.Pointer)(unsafe.Pointer(&m))
	typ, head := (*mapType)(words[0]), (*header)(words[1])
	fact := mapFacts{
		Name:    name,
		Header:  hex(uintptr(words[1])),
		Type:    hex(uintptr(words[0])),
		Seed:    hex(head.seed),
		Entries: []entry{},
		Probes:  []int{},
	}
	if head.length == 0 {
		if head.directory != nil {
			walk(&fact, typ, head, head.directory, 0, true)
		}
	} else {
		tables := unsafe.Slice((**table)(head.directory), head.length)
		for i, t := range tables {
			if i > 0 && tables[i-1] == t {
				continue
			}
			walk(&fact, typ, head, t.groups, t.lengthMask, false)
		}
	}
	facts = append(facts, fact)
}

func walk(fact *mapFacts, typ *mapType, head *header, groups unsafe.Pointer, mask uint64, small bool) {
	for g := uint64(0); g <= mask; g++ {
		group := unsafe.Add(groups, uintptr(g)*typ.groupSize)
		for slot := uintptr(0); slot < 8; slot++ {
			control := *(*byte)(unsafe.Add(group, slot))
			if control >= 0x80 {
				continue
			}
			key := unsafe.Add(group, 8+slot*typ.slotSize)
			if typ.flags&indirectKey != 0 {
				key = *(*unsafe.Pointer)(key)
			}
			hash := typ.hasher(key, head.seed)
			said := entry{Key: hex(uintptr(key))}
			if hash == typ.hasher(key, head.seed) {
				said.Hash = hex(hash)
				if byte(hash&0x7f) != control {
					panic("the hash is not the one that the map was filled with")
				}
			} else if !small {
				fact.Random++
			}
			fact.Entries = append(fact.Entries, said)
			if said.Hash != "" || small {
				fact.note(probes(uint64(hash)>>7, g, mask))
			}
		}
	}
}

func (fact *mapFacts) note(length int) {
	for len(fact.Probes) < length {
		fact.Probes = append(fact.Probes, 0)
	}
	fact.Probes[length-1]++
}

// probes counts the groups of the triangular sequence up to the group.
func probes(h1, group, mask uint64) int {
	for i := uint64(0); ; i++ {
		if (h1+(i*i+i)/2)&mask == group {
			return int(i) + 1
		}
	}
}

type pair struct{ a, b int32 }
type padded struct {
	a uint8
	b uint64
	c uint16
}
type blank struct {
	a int32
	_ int32
	b int64
	_ string
	c uint8
}
type mixed struct {
	a, b int32
	s    string
	c    int64
	d    uint8
	e    uint8
}
type tail struct {
	n int64
	b bool
}
type emptyLast struct {
	a int32
	e struct{}
}
type emptyFirst struct {
	e struct{}
	s string
	n int
}
type nested struct {
	in  padded
	f   float64
	arr [2]mixed
	any any
	n   int16
}
type oneString struct{ s string }
type onePointer struct{ p *int }
type large struct {
	text [20]string
	n    int
}
type namedInt int
type namedString string

func (n namedInt) Error() string   { return "" }
func (p *padded) Error() string    { return "" }
func (m mixed) Error() string      { return "" }
func (p onePointer) Error() string { return "" }

const count = 300

func fill[K comparable](name string, key func(i int) K) {
	m := map[K]int32{}
	for i := 0; i < count; i++ {
		m[key(i)] = int32(i)
	}
	keep(name, m)
}

func mix(i int) mixed {
	return mixed{int32(i), -1, strings.Repeat("m", i%40), int64(i) << 33, uint8(i), 7}
}

func pad(i int) padded { return padded{uint8(i), uint64(i) * 0x9e3779b97f4a7c15, uint16(i)} }

func dynamic(i int) any {
	switch i % 25 {
	case 0:
		return nil
	case 1:
		return i
	case 2:
		return strings.Repeat("d", i)
	case 3:
		return float64(i) / 3
	case 4:
		return float32(i)
	case 5:
		return pair{int32(i), 5}
	case 6:
		return pad(i)
	case 7:
		return mix(i)
	case 8:
		return &facts
	case 9:
		return make(chan int)
	case 10:
		return new(int)
	case 11:
		return onePointer{new(int)}
	case 12:
		return [1]*int{new(int)}
	case 13:
		return [2]string{"x", strings.Repeat("y", i)}
	case 14:
		return namedInt(i)
	case 15:
		return namedString(fmt.Sprint(i))
	case 16:
		return complex(float64(i), 0)
	case 17:
		return struct{}{}
	case 18:
		return [3]any{i, nil, "z"}
	case 19:
		return blank{a: int32(i), b: 3, c: uint8(i)}
	case 20:
		return i%2 == 0
	case 21:
		return uint16(i)
	case 22:
		return [40]byte{byte(i), 39: 1}
	case 23:
		return emptyFirst{n: i}
	default:
		return unsafe.Pointer(new(int))
	}
}

func failure(i int) error {
	switch i % 6 {
	case 0:
		return nil
	case 1:
		return namedInt(i)
	case 2:
		return &padded{a: uint8(i)}
	case 3:
		return mix(i)
	case 4:
		return onePointer{new(int)}
	default:
		return errors.New("pointer to a struct")
	}
}

func plainKeys() {
	fill("bool", func(i int) bool { return i%2 == 0 })
	fill("int8", func(i int) int8 { return int8(i) })
	fill("uint8", func(i int) uint8 { return uint8(i) })
	fill("int16", func(i int) int16 { return int16(i * 77) })
	fill("uint16", func(i int) uint16 { return uint16(i) })
	fill("int32", func(i int) int32 { return int32(i * -77777) })
	fill("uint32", func(i int) uint32 { return uint32(i) })
	fill("int64", func(i int) int64 { return int64(i) * 7777777777 })
	fill("uint64", func(i int) uint64 { return ^uint64(i) })
	fill("int", func(i int) int { return i })
	fill("uint", func(i int) uint { return uint(i) })
	fill("uintptr", func(i int) uintptr { return uintptr(i) })
	fill("namedInt", func(i int) namedInt { return namedInt(i) })
	fill("string", func(i int) string { return strings.Repeat("ab\x00\xffz", 60)[:i] })
	fill("namedString", func(i int) namedString { return namedString(fmt.Sprintf("%100d", i)) })
	fill("pointer", func(i int) *int { return new(int) })
	fill("chan", func(i int) chan int { return make(chan int) })
	fill("unsafePointer", func(i int) unsafe.Pointer { return unsafe.Pointer(new([2]int)) })
}

func floatKeys() {
	special := []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.NaN(), math.SmallestNonzeroFloat64}
	at := func(i int) float64 {
		if i < len(special) {
			return special[i]
		}
		return float64(i) / 7
	}
	fill("float64", at)
	fill("float32", func(i int) float32 { return float32(at(i)) })
	fill("complex128", func(i int) complex128 { return complex(at(i%20), at(i/20)) })
	fill("complex64", func(i int) complex64 { return complex64(complex(at(i%20), at(i/20))) })
	fill("fiveFloats", func(i int) [5]float64 { return [5]float64{at(i % 2), 1, at(i % 9), 0, at(i)} })
	fill("onlyNaN", func(i int) float64 { return math.NaN() })
	keep("smallNaN", map[float64]int{math.NaN(): 1, 2: 3})
}

func arrayKeys() {
	fill("array0", func(i int) [0]string { return [0]string{} })
	fill("array1", func(i int) [1]byte { return [1]byte{byte(i)} })
	fill("array3", func(i int) [3]byte { return [3]byte{1: byte(i), 2: byte(i >> 4)} })
	fill("array4", func(i int) [4]byte { return [4]byte{1: byte(i), 2: byte(i >> 4)} })
	fill("array8", func(i int) [8]byte { return [8]byte{1: byte(i), 2: byte(i >> 4)} })
	fill("array16", func(i int) [16]byte { return [16]byte{15: byte(i), 2: byte(i >> 4)} })
	fill("array20", func(i int) [20]byte { return [20]byte{19: byte(i), 2: byte(i >> 4)} })
	fill("array128", func(i int) [128]byte { return [128]byte{127: byte(i), 2: byte(i >> 4)} })
	fill("array129", func(i int) [129]byte { return [129]byte{128: byte(i), 2: byte(i >> 4)} })
	fill("array1000", func(i int) [1000]byte { return [1000]byte{999: byte(i), 2: byte(i >> 4)} })
	fill("halves", func(i int) [3]uint16 { return [3]uint16{0, uint16(i), 9} })
	fill("words", func(i int) [4]int { return [4]int{i, -i, 0, 3} })
	fill("strings", func(i int) [4]string { return [4]string{"", fmt.Sprint(i), strings.Repeat("q", i)} })
	fill("oneStringArray", func(i int) [1]string { return [1]string{fmt.Sprint(i)} })
	fill("pairs", func(i int) [3]pair { return [3]pair{{int32(i), 1}, {2, 3}} })
	fill("paddedArray", func(i int) [2]padded { return [2]padded{pad(i), pad(i + 1)} })
	fill("anyArray", func(i int) [3]any { return [3]any{dynamic(i), i, dynamic(i + 1)} })
}

func structKeys() {
	fill("empty", func(i int) struct{} { return struct{}{} })
	fill("pair", func(i int) pair { return pair{int32(i), int32(-i)} })
	fill("padded", pad)
	fill("blank", func(i int) blank { return blank{a: int32(i), b: int64(i), c: uint8(i)} })
	fill("mixed", mix)
	fill("tail", func(i int) tail { return tail{int64(i), i%2 == 0} })
	fill("emptyLast", func(i int) emptyLast { return emptyLast{a: int32(i)} })
	fill("emptyFirst", func(i int) emptyFirst { return emptyFirst{s: fmt.Sprint(i), n: i} })
	fill("nested", func(i int) nested {
		return nested{pad(i), float64(i % 2), [2]mixed{mix(i), mix(1)}, dynamic(i), int16(i)}
	})
	fill("oneString", func(i int) oneString { return oneString{fmt.Sprint(i)} })
	fill("onePointer", func(i int) onePointer { return onePointer{new(int)} })
	fill("large", func(i int) large { return large{[20]string{3: fmt.Sprint(i)}, i} })
	fill("bytes", func(i int) struct{ a, b, c uint8 } { return struct{ a, b, c uint8 }{1, uint8(i), uint8(i >> 8)} })
	fill("mixedBytes", func(i int) struct {
		a, b uint8
		f    float32
		c    uint16
		d    uint16
	} {
		return struct {
			a, b uint8
			f    float32
			c    uint16
			d    uint16
		}{1, 2, float32(i), 4, uint16(i)}
	})
}

// reflected fills a map whose type the binary does not have, so that its Hasher is reflect's.
func reflected() {
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeOf(mixed{}), reflect.TypeOf([3]uint16{})))
	for i := 0; i < count; i++ {
		m.SetMapIndex(reflect.ValueOf(mix(i)), reflect.ValueOf([3]uint16{uint16(i)}))
	}
	keep("reflected", m.Interface())
}

func sizes() {
	keep("never", map[int]string{})
	keep("hinted", make(map[int]string, 1000))
	keep("small", map[int64]string{1: "a", 2: "b"})
	few := make(map[int]string, 100)
	few[1], few[2], few[3] = "a", "b", "c"
	keep("few", few)
	many := map[int]int{}
	for i := 0; i < 20000; i++ {
		many[i*3] = i
	}
	keep("many", many)
	tombstones := map[string]int{}
	for i := 0; i < 6000; i++ {
		tombstones[fmt.Sprint("key ", i)] = i
	}
	for i := 0; i < 6000; i++ {
		if i%3 != 0 {
			delete(tombstones, fmt.Sprint("key ", i))
		}
	}
	for i := 0; i < 500; i++ {
		tombstones[fmt.Sprint("later ", i)] = i
	}
	keep("tombstones", tombstones)
	cleared := map[uint32]int{}
	for i := 0; i < 5000; i++ {
		cleared[uint32(i)] = i
	}
	for key := range cleared {
		delete(cleared, key)
	}
	for i := 0; i < 100; i++ {
		cleared[uint32(i)] = i
	}
	keep("cleared", cleared)
}

func main() {
	plainKeys()
	floatKeys()
	arrayKeys()
	structKeys()
	fill("any", dynamic)
	fill("error", failure)
	reflected()
	sizes()
	line, err := json.Marshal(facts)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(kept)
}
