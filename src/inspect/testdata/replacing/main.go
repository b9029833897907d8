// Command replacing holds a fixed number of objects and replaces them all the time, so that what is live is known and never
// the same; it says how much, once the heap has reached its size, and ends with its standard input.
package main

import (
	"fmt"
	"io"
	"math/rand"
	"os"
	"runtime"
	"time"
)

const (
	entries    = 40000
	entryBytes = 1024 // with the malloc header of Go 1.22 and later
)

type entry struct {
	self *entry
	rest [entryBytes - 16]byte
}

var held [entries]*entry

func replace(count int) {
	for i := 0; i < count; i++ {
		made := &entry{}
		made.self = made
		held[rand.Intn(entries)] = made
	}
}

func main() {
	for i := range held {
		held[i] = &entry{}
	}
	replace(20 * entries)
	runtime.GC()
	fmt.Printf(`{"entries":%d,"bytes":%d}`+"\n", entries, entries*entryBytes)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for {
		replace(entries / 20)
		time.Sleep(5 * time.Millisecond)
	}
}
