// Stops in the middle of a sweep: one P, and GODEBUG=asyncpreemptoff=1, keep every other goroutine from running. Prints
// which objects the last mark phase can have found alive and which not.
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
type leaf struct{ pad [6]uint64 }

var nodes *node
var leaves []*leaf
var live, dead []uintptr
var spin uint64
var newline = []byte("\n")

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	live = make([]uintptr, 0, 200000)
	dead = make([]uintptr, 0, 200000)
	leaves = make([]*leaf, 0, 200000)
	for i := 0; i < 50000; i++ {
		n := &node{}
		l := &leaf{}
		if i%3 == 0 {
			n.next = nodes
			nodes = n
			leaves = append(leaves, l)
			live = append(live, uintptr(unsafe.Pointer(n)), uintptr(unsafe.Pointer(l)))
		} else {
			dead = append(dead, uintptr(unsafe.Pointer(n)), uintptr(unsafe.Pointer(l)))
		}
	}
	var stats debug.GCStats
	stats.Pause = make([]time.Duration, 0, 1024)
	debug.ReadGCStats(&stats)
	before := stats.NumGC
	out := make([]byte, 0, 4<<20)
	out = append(out, `{"live":[`...)
	out = list(out, live)
	out = append(out, `],"dead":[`...)
	out = list(out, dead)
	out = append(out, "]}"...)
	os.Stdout.Write(out)
	go runtime.GC()
	for {
		runtime.Gosched()
		debug.ReadGCStats(&stats)
		if stats.NumGC > before {
			break
		}
	}
	os.Stdout.Write(newline)
	for spin == 0 {
	}
	runtime.KeepAlive(out)
}

func list(out []byte, values []uintptr) []byte {
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendUint(out, uint64(v), 10)
	}
	return out
}
