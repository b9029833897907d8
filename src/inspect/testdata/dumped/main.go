// Command dumped empties a map, writes a heap dump to the path in HEAP_DUMP, prints how much Go held just before, and waits.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

var sessions = map[int][128]byte{}
var names = map[string]*int{}

func main() {
	for id := 0; id < 4000; id++ {
		sessions[id] = [128]byte{1}
	}
	for id := 0; id < 300; id++ {
		names[fmt.Sprint("name ", id)] = new(int)
	}
	for id := 10; id < 4000; id++ {
		delete(sessions, id)
	}
	runtime.GC()
	debug.SetGCPercent(-1)
	file, err := os.Create(os.Getenv("HEAP_DUMP"))
	if err != nil {
		panic(err)
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	debug.WriteHeapDump(file.Fd())
	file.Close()
	fmt.Printf("{\"held\":%d}\n", stats.Sys-stats.HeapReleased)
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(sessions)
	runtime.KeepAlive(names)
}
