// Holds one map of every kind that the census must tell apart, reads each with unsafe from inside, prints what it is as
// one line of JSON, and waits until its standard input ends.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"sync"
	"unsafe"
)

type fact struct {
	Name       string `json:"name"`
	Type       string `json:"type"`
	Address    uint64 `json:"address"`
	Len        int    `json:"len"`
	Slots      int    `json:"slots"`
	Bytes      int    `json:"bytes"`
	Tombstones int    `json:"tombstones"`
	Overflow   int    `json:"overflow"`
	Growing    bool   `json:"growing"`
	OnStack    bool   `json:"onStack"`
	Boxed      int    `json:"boxed"`
}

type word = uintptr

func at(p word, offset word) word  { return *(*word)(unsafe.Pointer(p + offset)) }
func at16(p word, offset word) int { return int(*(*uint16)(unsafe.Pointer(p + offset))) }
func at8(p word, offset word) int  { return int(*(*uint8)(unsafe.Pointer(p + offset))) }

var (
	swiss       bool
	noSwissLate bool // hmap has clearSeq
	headers     bool // malloc headers: Go 1.22 and later
)

// rounded asks the runtime itself: append gives a new slice all of its slot.
func rounded(bytes int, pointers bool) int {
	if bytes == 0 {
		return 0
	}
	if !pointers {
		return cap(append([]byte(nil), make([]byte, bytes)...))
	}
	return 8 * cap(append([]*byte(nil), make([]*byte, (bytes+7)/8)...))
}

// slot is what the heap spends on an object.
func slot(bytes int, pointers bool) int {
	usable := rounded(bytes, pointers)
	if headers && pointers && bytes > 512 && usable <= 32760 {
		return usable + 8
	}
	return usable
}

type mapType struct {
	unit     int
	pointers bool
	key      word
	elem     word
	boxKey   bool
	boxElem  bool
}

func typeOf(m any) mapType {
	rtype := at(word(unsafe.Pointer(&m)), 0)
	unit := at(rtype, 64)
	flags := at(rtype, 104) & 0xffffffff
	boxes := flags >> 2
	if !swiss {
		boxes = word(*(*uint32)(unsafe.Pointer(rtype + 84)))
	}
	return mapType{int(at(unit, 0)), at(unit, 8) != 0, at(rtype, 48), at(rtype, 56), boxes&1 != 0, boxes&2 != 0}
}

func describe(name string, m any) fact {
	header := at(word(unsafe.Pointer(&m)), 8)
	return describeAt(name, header, typeOf(m), reflect.TypeOf(m).String(), false)
}

func describeAt(name string, header word, kind mapType, typeName string, onStack bool) fact {
	f := fact{Name: name, Type: typeName, Address: uint64(header), Len: int(at(header, 0)), OnStack: onStack}
	if swiss {
		describeSwiss(&f, header, kind)
	} else {
		describeClassic(&f, header, kind)
	}
	if kind.boxKey {
		f.Boxed += f.Len * slot(int(at(kind.key, 0)), at(kind.key, 8) != 0)
	}
	if kind.boxElem {
		f.Boxed += f.Len * slot(int(at(kind.elem, 0)), at(kind.elem, 8) != 0)
	}
	return f
}

// onlyUnit is the first group or bucket: beside a header on a stack it is on the stack too.
func onlyUnit(f *fact, kind mapType) int {
	if f.OnStack {
		return kind.unit
	}
	return slot(kind.unit, kind.pointers)
}

func describeSwiss(f *fact, header word, kind mapType) {
	directory, length := at(header, 16), int(at(header, 24))
	f.Bytes = 48
	if length == 0 {
		f.Slots = 8
	}
	if directory == 0 {
		return
	}
	if length == 0 {
		f.Bytes += onlyUnit(f, kind)
		return
	}
	f.Bytes += slot(8*length, true)
	seen := map[word]bool{}
	for i := 0; i < length; i++ {
		table := at(directory, word(8*i))
		if seen[table] {
			continue
		}
		seen[table] = true
		used, capacity, left := at16(table, 0), at16(table, 2), at16(table, 4)
		f.Slots += capacity
		f.Bytes += 32 + slot(capacity/8*kind.unit, kind.pointers)
		// Counted one by one, not computed.
		groups := at(table, 16)
		for g := 0; g < capacity/8; g++ {
			for s := 0; s < 8; s++ {
				if at8(groups, word(g*kind.unit+s)) == 0xfe {
					f.Tombstones++
				}
			}
		}
		_, _ = used, left
	}
}

func bucketCount(log2 int, kind mapType) int {
	count := 1 << log2
	if log2 >= 4 {
		count += 1 << (log2 - 4)
		if up := rounded(count*kind.unit, kind.pointers); up != count*kind.unit {
			count = up / kind.unit
		}
	}
	return count
}

func describeClassic(f *fact, header word, kind mapType) {
	flags, log2 := at8(header, 8), at8(header, 9)
	buckets, old := at(header, 16), at(header, 24)
	f.Bytes = 48
	if noSwissLate {
		f.Bytes = 64
		if f.OnStack {
			f.Bytes = 56
		}
	}
	f.Slots = 8 << log2
	if buckets == 0 {
		return
	}
	if log2 == 0 {
		f.Bytes += onlyUnit(f, kind)
		return
	}
	array := func(base word, log2 int) {
		count := bucketCount(log2, kind)
		f.Bytes += slot(count*kind.unit, kind.pointers)
		end := base + word(count*kind.unit)
		for i := 0; i < 1<<log2; i++ {
			bucket := base + word(i*kind.unit)
			for {
				next := at(bucket, word(kind.unit-8))
				if next == 0 {
					break
				}
				if next < base || next >= end {
					f.Overflow++
					f.Bytes += slot(kind.unit, kind.pointers)
				}
				bucket = next
			}
		}
	}
	array(buckets, log2)
	if old != 0 {
		f.Growing = true
		if flags&8 == 0 {
			log2--
		}
		array(old, log2)
	}
}

type big [200]byte
type pair struct{ a, b string }
type bag[K comparable] struct{ m map[K]bool }
type named map[string]int64

var keep []any

func filled[K comparable, V any](m map[K]V, from, to int, key func(int) K, value V) map[K]V {
	for i := from; i < to; i++ {
		m[key(i)] = value
	}
	return m
}

func number(i int) int     { return i }
func text(i int) string    { return fmt.Sprint("key ", i) }
func bigKey(i int) (k big) { k[0], k[1], k[2] = byte(i), byte(i>>8), byte(i>>16); return }
func pairKey(i int) pair   { return pair{fmt.Sprint(i), "x"} }
func narrow(i int) int32   { return int32(i) }

func heapMaps() map[string]any {
	all := map[string]any{}
	all["never-used"] = make(map[string]int)
	all["one"] = filled(map[int]int{}, 0, 1, number, 1)
	all["eight"] = filled(map[int]string{}, 0, 8, number, "v")
	all["nine"] = filled(map[int]string{}, 0, 9, number, "v")
	all["small-emptied"] = emptied(filled(map[string]string{}, 0, 8, text, "v"), 8, text)
	all["emptied"] = emptied(filled(map[int][128]byte{}, 0, 20000, number, [128]byte{1}), 20000, number)
	all["half"] = emptied(filled(map[string]*int{}, 0, 30000, text, new(int)), 15000, text)
	all["presized"] = make(map[int64]int64, 5000)
	all["presized-small"] = make(map[string]bool, 8)
	all["set"] = filled(map[string]struct{}{}, 0, 3000, text, struct{}{})
	all["int-set"] = filled(map[int32]struct{}{}, 0, 3000, narrow, struct{}{})
	all["empty-struct-key"] = map[struct{}]int{{}: 1}
	all["huge-values"] = filled(map[int]big{}, 0, 1000, number, big{})
	all["huge-both"] = filled(map[big]big{}, 0, 500, bigKey, big{})
	all["huge-pointer-values"] = filled(map[int][40]*int{}, 0, 300, number, [40]*int{})
	mixed := map[any]any{}
	for i := 0; i < 100; i++ {
		mixed[i] = text(i)
	}
	all["interface-key"] = mixed
	all["struct-key"] = filled(map[pair]float64{}, 0, 700, pairKey, 1)
	all["generic"] = filled(bag[uint16]{map[uint16]bool{}}.m, 0, 5000, func(i int) uint16 { return uint16(i) }, true)
	all["named"] = named(filled(map[string]int64{}, 0, 60, text, 1))
	outer := map[string]map[int]int{}
	for i := 0; i < 50; i++ {
		outer[text(i)] = filled(map[int]int{}, 0, i, number, 1)
	}
	all["outer"] = outer
	for i := 0; i < 50; i++ {
		all[fmt.Sprint("inner-", i)] = outer[text(i)]
	}
	churn := map[int]int{}
	for i := 0; i < 400000; i++ {
		churn[i] = i
		delete(churn, i-700)
	}
	all["churned"] = churn
	// Load just below the limit: preallocated overflow buckets are used up.
	all["full-pointers"] = filled(make(map[string]string, 106000), 0, 106000, text, "v")
	all["full-numbers"] = filled(make(map[int]int, 106000), 0, 106000, number, 1)
	// One insert past the limit starts a growth that nothing completes.
	growing := map[int]string{}
	filled(growing, 0, 13*1024/2*2+1, number, "v")
	all["growing"] = growing
	growingNumbers := filled(map[int32]int32{}, 0, 13*2048+5, narrow, 1)
	all["growing-numbers"] = growingNumbers
	all["same-size"] = sameSizeGrowth(func(m map[string]int) any { return m })
	cleared := filled(map[string]int{}, 0, 5000, text, 1)
	for k := range cleared {
		delete(cleared, k)
	}
	all["cleared"] = cleared
	return all
}

func emptied[K comparable, V any](m map[K]V, to int, key func(int) K) map[K]V {
	for i := 0; i < to; i++ {
		delete(m, key(i))
	}
	return m
}

// sameSizeGrowth churns a map at constant length until a classic map clears out overflow buckets, and stops in the middle.
func sameSizeGrowth(wrap func(map[string]int) any) any {
	m := map[string]int{}
	boxed := any(m)
	for i := 0; i < 3_000_000; i++ {
		m[text(i)] = i
		delete(m, text(i-12000))
		if header := at(word(unsafe.Pointer(&boxed)), 8); !swiss && i > 20000 && at8(header, 8)&8 != 0 && at(header, 24) != 0 {
			break
		}
	}
	return wrap(m)
}

// growStack makes the stack large enough for what follows, so that it does not move once an address was taken.
//
//go:noinline
func growStack() byte {
	var room [32768]byte
	return room[os.Getpid()%len(room)]
}

//go:noinline
func stackMap(entries int, facts chan fact, done chan bool) {
	growStack()
	m := make(map[int]int64)
	for i := 0; i < entries; i++ {
		m[i] = int64(i)
	}
	header := *(*word)(unsafe.Pointer(&m))
	facts <- describeAt(fmt.Sprint("stack-", entries), header, typeOf(map[int]int64(nil)), "map[int]int64", true)
	<-done
	if len(m) != entries {
		panic("changed")
	}
}

func main() {
	var probe any = map[int]int{}
	// A classic map type has its bucket size in the upper half of this word, a Swiss one its small group size alone.
	swiss = at(at(word(unsafe.Pointer(&probe)), 0), 80)>>16 == 0
	minor := 0
	fmt.Sscanf(runtime.Version(), "go1.%d", &minor)
	headers = minor >= 22
	noSwissLate = !swiss && minor >= 24
	all := heapMaps()
	var shared sync.Map
	shared.Store("a", 1)
	// Collections also move stacks, to shrink them: none may come after the addresses below.
	runtime.GC()
	runtime.GC()
	debug.SetGCPercent(-1)
	facts := make(chan fact)
	done := make(chan bool)
	var found []fact
	for _, entries := range []int{0, 1, 8, 9, 1000} {
		go stackMap(entries, facts, done)
		found = append(found, <-facts)
	}
	for name, m := range all {
		found = append(found, describe(name, m))
	}
	found = append(found, describe("all", all))
	line, err := json.Marshal(found)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(all)
	runtime.KeepAlive(&shared)
	keep = append(keep, all)
}
