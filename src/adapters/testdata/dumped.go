// Command dumped fills a heap with objects of every size class, with pointers and without, and with large ones; writes a
// heap dump to the path in HEAP_DUMP; prints where some of it is; and waits.
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"
)

type node struct {
	next *node
	id   int
}

type resource struct {
	name string
	next *resource
}

var (
	bytesOf  [][]byte
	pointers [][]*int
	mixed    [][]node
	chain    *node
	exact    []*[4096]*int
	exactMix []*[2048]node
	table    map[string]*node
	one      = 1
	waiting  = make(chan *node)
)

func fill() {
	for size := 8; size <= 40000; size += size/8 + 8 {
		for turn := 0; turn < 5; turn++ {
			filled := make([]byte, size)
			for index := range filled {
				filled[index] = byte(size + index)
			}
			bytesOf = append(bytesOf, filled)
			list := make([]*int, size/8)
			list[len(list)-1] = &one
			pointers = append(pointers, list)
			mixed = append(mixed, make([]node, size/16+1))
		}
	}
	for turn := 0; turn < 3; turn++ {
		exact = append(exact, new([4096]*int))
		exactMix = append(exactMix, new([2048]node))
	}
	for id := 0; id < 10000; id++ {
		chain = &node{chain, id}
	}
	table = map[string]*node{}
	for id := 0; id < 1000; id++ {
		table[string(rune('a'+id%26))+string(rune(id))] = chain
	}
}

// Half of the nodes are freed, so that spans have free slots among objects.
func thin() {
	for at := chain; at != nil && at.next != nil; at = at.next {
		at.next = at.next.next
	}
	runtime.GC()
	runtime.GC()
}

//go:noinline
func park(held *node) {
	local := &node{held, 77}
	<-waiting
	runtime.KeepAlive(local)
}

func main() {
	fill()
	thin()
	debug.SetGCPercent(-1)
	for id := 0; id < 20; id++ {
		go park(chain)
	}
	for index := 0; index < 10; index++ {
		runtime.Gosched()
	}
	owned := &resource{"owned", nil}
	runtime.SetFinalizer(owned, func(freed *resource) { println(freed.name) })
	file, err := os.Create(os.Getenv("HEAP_DUMP"))
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	file.Close()
	json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"chain":    uintptr(unsafe.Pointer(chain)),
		"bytes":    uintptr(unsafe.Pointer(&bytesOf[7][0])),
		"size":     len(bytesOf[7]),
		"owned":    uintptr(unsafe.Pointer(owned)),
		"data":     uintptr(unsafe.Pointer(&one)),
		"exact":    uintptr(unsafe.Pointer(exact[0])),
		"exactMix": uintptr(unsafe.Pointer(exactMix[0])),
	})
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(owned)
}
