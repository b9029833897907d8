// Keeps the address of a map in a word that the collector does not follow, and nothing else leads to the map.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"unsafe"
)

type keeper struct {
	next *keeper
	word uintptr
	pad  [9]*int
}

var first *keeper

// last has the map made on the heap.
var last map[string]int64

//go:noinline
func keep() {
	m := map[string]int64{"kept": 1}
	last = m
	last = nil
	first = &keeper{next: &keeper{}, word: *(*uintptr)(unsafe.Pointer(&m))}
}

func main() {
	// The map is garbage, and stays where it is.
	debug.SetGCPercent(-1)
	done := make(chan bool)
	// On a stack that is gone: its words would lead to the map.
	go func() {
		keep()
		fmt.Printf("[\"0x%x\"]\n", first.word)
		close(done)
	}()
	<-done
	io.Copy(io.Discard, os.Stdin)
	fmt.Println(first)
}
