// collector sets GOGC and a memory limit, leaves idle pages behind, and prints what the runtime says of them.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

var (
	kept  [][]byte
	freed [][]byte
)

func fill(megabytes int) (blocks [][]byte) {
	for i := 0; i < megabytes; i++ {
		blocks = append(blocks, make([]byte, 1<<20))
	}
	return blocks
}

// Go 1.19+.
func setMemoryLimit(bytes int64) { debug.SetMemoryLimit(bytes) }

func main() {
	debug.SetGCPercent(150)
	if limit := os.Getenv("LIMIT"); limit != "" {
		var bytes int64
		fmt.Sscan(limit, &bytes)
		setMemoryLimit(bytes)
	}
	kept = fill(20)
	freed = fill(60)
	runtime.GC()
	freed = nil
	runtime.GC()
	if os.Getenv("OFF") != "" {
		debug.SetGCPercent(-1)
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Printf(`{"nextGc":%d,"heapInuse":%d,"heapIdle":%d,"heapReleased":%d,"heapAlloc":%d}`+"\n",
		stats.NextGC, stats.HeapInuse, stats.HeapIdle, stats.HeapReleased, stats.HeapAlloc)
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(kept)
}
