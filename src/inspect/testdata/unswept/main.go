// Stops in the middle of a sweep: one P, and GODEBUG=asyncpreemptoff=1, keep every other goroutine from running. Prints
// the headers of maps that the last mark phase can have found alive, and of maps that nothing holds.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

const count = 60000

var kept []map[int]int
var live, dead []uintptr
var spin uint64
var newline = []byte("\n")

func header(m map[int]int) uintptr { return *(*uintptr)(unsafe.Pointer(&m)) }

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	live = make([]uintptr, 0, count)
	dead = make([]uintptr, 0, count)
	kept = make([]map[int]int, 0, count)
	for i := 0; i < count; i++ {
		m := map[int]int{i: i, -i - 1: i}
		if i%3 == 0 {
			kept = append(kept, m)
			live = append(live, header(m))
		} else {
			dead = append(dead, header(m))
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
	// Now, because a write that waits would let the sweeper run.
	os.Stdout.Write(out)
	go runtime.GC()
	for {
		runtime.Gosched()
		debug.ReadGCStats(&stats)
		if stats.NumGC > before {
			break
		}
	}
	// Not os.Stdout.Write: the runtime gives the P of a goroutine in a system call to another one.
	syscall.RawSyscall(syscall.SYS_WRITE, 1, uintptr(unsafe.Pointer(&newline[0])), 1)
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
