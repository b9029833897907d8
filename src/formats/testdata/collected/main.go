// Collects in one of several ways, for GODEBUG=gctrace=1, and says at the end on stdout what the runtime counted. Go 1.18
// and later; a limit comes from the environment.
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

type node struct {
	next *node
	load [6]uintptr
}

var (
	kept  *node
	blobs [][]byte
	sink  []byte
)

// hold keeps as many MiB in small objects with pointers, which take long to mark.
func hold(mebibytes int) {
	for i := 0; i < mebibytes<<20/64; i++ {
		kept = &node{next: kept}
	}
}

func collections() uint32 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.NumGC
}

// churn makes garbage until then, and until there were so many collections; every pause lets the others run.
func churn(lasting, pause time.Duration, size int, least uint32) {
	for end := time.Now().Add(lasting); time.Now().Before(end) || collections() < least; {
		for i := 0; i < 64; i++ {
			sink = make([]byte, size)
		}
		if pause > 0 {
			time.Sleep(pause)
		}
	}
}

// race allocates objects with pointers in several goroutines at once, as fast as it goes.
func race(lasting time.Duration, least uint32) {
	var all sync.WaitGroup
	for i := 0; i < 8; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			var local *node
			for end, n := time.Now().Add(lasting), 0; ; n++ {
				local = &node{next: local}
				if n%10_000 == 0 {
					local = nil
					if time.Now().After(end) && collections() >= least {
						return
					}
				}
			}
		}()
	}
	all.Wait()
}

func main() {
	lasting := 1200 * time.Millisecond
	switch os.Args[1] {
	case "healthy":
		hold(32)
		churn(lasting, 2*time.Millisecond, 8<<10, 0)
	case "limit":
		// Collections that the limit does not yet press come first.
		for i := 0; i < 4; i++ {
			hold(6)
			time.Sleep(50 * time.Millisecond)
		}
		churn(lasting, 0, 8<<10, 30)
	case "assist":
		hold(8)
		race(lasting, 30)
	case "forced":
		hold(16)
		for i := 0; i < 8; i++ {
			time.Sleep(100 * time.Millisecond)
			runtime.GC()
		}
	case "freed":
		hold(16)
		for i := 0; i < 8; i++ {
			churn(time.Duration(20+i*13)*time.Millisecond, time.Millisecond, 64<<10, 0)
			debug.FreeOSMemory()
		}
	case "phases":
		for i := 0; i < 400; i++ {
			blobs = append(blobs, make([]byte, 1<<18))
		}
		runtime.GC()
		blobs = nil
		debug.FreeOSMemory()
	}
	// The last line of gctrace is written after the collection's end.
	time.Sleep(100 * time.Millisecond)
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"version": runtime.Version(), "processors": runtime.GOMAXPROCS(0),
		"cycles": stats.NumGC, "forced": stats.NumForcedGC, "nextBytes": stats.NextGC,
		"releasedBytes": stats.HeapReleased, "gcShare": stats.GCCPUFraction,
	})
	runtime.KeepAlive(kept)
}
