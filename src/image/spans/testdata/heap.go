// Allocates objects of known sizes, half of which die, and prints what the runtime counts of its heap.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
	"unsafe"
)

type node struct {
	next *node
	pad  [5]uint64
}
type tiny struct{ p *int }
type big struct {
	p   *node
	pad [100]uint64
}
type pair struct {
	a *int
	b uint64
}

var keep []interface{}
var nodes *node
var bigs []*big
var noscan [][]byte
var tinies []*tiny
var pairs []*pair

//go:noinline
func blocked(c chan int) { <-c }

func main() {
	debug.SetGCPercent(-1)
	for i := 0; i < 20000; i++ {
		nodes = &node{next: nodes}
		if i%3 == 0 {
			bigs = append(bigs, &big{p: nodes})
		}
		if i%5 == 0 {
			noscan = append(noscan, make([]byte, 200))
		}
		if i%2 == 0 {
			x := new(int)
			tinies = append(tinies, &tiny{x})
			pairs = append(pairs, &pair{x, 7})
		}
	}
	keep = append(keep, make([]*int, 300000), make([]byte, 5<<20))
	// Every second node dies.
	for n := nodes; n != nil && n.next != nil; n = n.next {
		n.next = n.next.next
	}
	c := make(chan int)
	for i := 0; i < 10; i++ {
		go blocked(c)
	}
	time.Sleep(20 * time.Millisecond)
	runtime.GC() // It sweeps, too.
	var ms runtime.MemStats
	out := make([]byte, 0, 1<<16)
	values := []struct {
		name  string
		value uint64
	}{
		{"nodes", uint64(uintptr(unsafe.Pointer(nodes)))}, {"big", uint64(uintptr(unsafe.Pointer(bigs[0])))},
		{"tiny", uint64(uintptr(unsafe.Pointer(tinies[5])))}, {"pair", uint64(uintptr(unsafe.Pointer(pairs[5])))},
		{"noscan", uint64(uintptr(unsafe.Pointer(&noscan[0][0])))}, {"ptrs", uint64(uintptr(unsafe.Pointer(&keep[0].([]*int)[0])))},
		{"numGoroutine", uint64(runtime.NumGoroutine())},
	}
	// The runtime allocates for itself when it gets round to it, late on a busy machine: until nothing is allocated any more.
	for before := ^uint64(0); before != ms.Mallocs; {
		before = ms.Mallocs
		time.Sleep(20 * time.Millisecond)
		runtime.ReadMemStats(&ms)
	}
	field := func(name string, value uint64) {
		out = append(out, '"')
		out = append(out, name...)
		out = append(out, '"', ':')
		out = strconv.AppendUint(out, value, 10)
		out = append(out, ',')
	}
	out = append(out, '{')
	for _, v := range values {
		field(v.name, v.value)
	}
	field("heapInuse", ms.HeapInuse)
	field("stackInuse", ms.StackInuse)
	field("heapAlloc", ms.HeapAlloc)
	field("mallocs", ms.Mallocs)
	field("frees", ms.Frees)
	out = append(out, `"live":{`...)
	for _, x := range ms.BySize {
		out = append(out, '"')
		out = strconv.AppendUint(out, uint64(x.Size), 10)
		out = append(out, '"', ':')
		out = strconv.AppendUint(out, x.Mallocs-x.Frees, 10)
		out = append(out, ',')
	}
	out[len(out)-1] = '}'
	out = append(out, '}', '\n')
	os.Stdout.Write(out)
	buf := make([]byte, 1)
	os.Stdin.Read(buf)
	runtime.KeepAlive(c)
}
