// Cleanups that wait behind one that never returns, each with an argument of 1 KiB. Go 1.24+. What argument and cleanup take is
// told by the allocator: every size class of which as many objects were made belongs to them.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

const objectCount = 10000

type argument [1024]byte

type owner struct {
	next *owner
}

var (
	gate   = make(chan bool)
	owners [objectCount]*owner
)

func release(a *argument) { <-gate }

func main() {
	debug.SetGCPercent(-1)
	for i := range owners {
		owners[i] = new(owner)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range owners {
		runtime.AddCleanup(owners[i], release, new(argument))
	}
	runtime.ReadMemStats(&after)
	bytes := uint64(0)
	for class := range after.BySize {
		made := after.BySize[class].Mallocs - before.BySize[class].Mallocs
		bytes += made / objectCount * objectCount * uint64(after.BySize[class].Size)
	}
	for i := range owners {
		owners[i] = nil
	}
	runtime.GC()
	runtime.GC()
	time.Sleep(50 * time.Millisecond)
	fmt.Printf(`{"count":%d,"bytes":%d}`+"\n", objectCount, bytes)
	os.Stdin.Read(make([]byte, 1))
}
