// Keeps on a goroutine's stack the address of an object that was collected. The object's slot still shows its type and
// its pointers; what these lead to are maps of another type by now, which only an unsafe.Pointer holds.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"
)

const mapCount = 80

// collected is larger than 512 bytes, so that the allocator writes its type into its slot (Go 1.22 and later).
type collected struct{ maps [mapCount]map[string]int64 }

// Objects of the same size classes, so that no span becomes empty.
type neighbour struct{ pointers [mapCount]*int }

var neighbours []*neighbour
var others []map[string]int64

// last has the object made on the heap.
var last *collected

// hidden leads to an array of maps that no type tells of.
var hidden unsafe.Pointer

func header(m map[string]int64) uintptr { return *(*uintptr)(unsafe.Pointer(&m)) }

//go:noinline
func makeCollected() (object uintptr, headers map[uintptr]bool) {
	made := &collected{}
	last = made
	headers = map[uintptr]bool{}
	for i := range made.maps {
		neighbours = append(neighbours, &neighbour{})
		others = append(others, map[string]int64{"other": 1})
		made.maps[i] = map[string]int64{"collected": 1}
		headers[header(made.maps[i])] = true
	}
	return uintptr(unsafe.Pointer(made)), headers
}

//go:noinline
func wait(object uintptr, ready chan bool, done chan bool) {
	ready <- true
	<-done
	if object == 0 {
		panic("the word is used after the wait, so it is on the stack")
	}
}

func main() {
	object, headers := makeCollected()
	last = nil
	ready, done := make(chan bool), make(chan bool)
	go wait(object, ready, done)
	<-ready
	runtime.GC()
	runtime.GC()
	debug.SetGCPercent(-1)
	var found []string
	reused := new([20]map[string]uint64)
	for tries := 0; len(found) < len(reused) && tries < 1000000; tries++ {
		m := map[string]uint64{"new": 1}
		if address := *(*uintptr)(unsafe.Pointer(&m)); headers[address] {
			reused[len(found)] = m
			found = append(found, fmt.Sprintf("0x%x", address))
		}
	}
	hidden = unsafe.Pointer(reused)
	line, err := json.Marshal(found)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
	io.Copy(io.Discard, os.Stdin)
	close(done)
	fmt.Println(len(neighbours), len(others), hidden)
}
