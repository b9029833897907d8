// Holds known amounts of every kind of memory that Go has, and prints what the runtime says of them. The collector runs
// when it is told to, so that neither it nor the scavenger changes anything. RELEASE=1 gives idle pages back;
// BUSY=1 goes on allocating.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
)

const (
	mapEntries  = 200000
	objectCount = 100000
	freedBytes  = 48 << 20
	mappedBytes = 16 << 20
	goroutines  = 500
)

type object struct {
	next *object
	rest [248]byte
}

var (
	emptied map[int][64]byte
	kept    []*object
	hinted  map[int]int
	mapped  []byte
	stats   runtime.MemStats
	sink    [][]byte
	wait    = make(chan bool)
)

func deep(depth int, ready chan<- bool) byte {
	var frame [1024]byte
	frame[depth%1024] = byte(depth)
	if depth > 0 {
		return deep(depth-1, ready) + frame[depth%1024]
	}
	ready <- true
	<-wait
	return frame[0]
}

func main() {
	debug.SetGCPercent(-1)
	emptied = map[int][64]byte{}
	for i := 0; i < mapEntries; i++ {
		emptied[i] = [64]byte{1}
	}
	for i := 0; i < mapEntries; i++ {
		delete(emptied, i)
	}
	// Most of its pages are never touched.
	hinted = make(map[int]int, 1000000)
	// Three of four objects of a span die: their slots stay free.
	for i := 0; i < objectCount; i++ {
		o := &object{}
		o.rest[0] = 1
		if i%4 == 0 {
			kept = append(kept, o)
		}
	}
	for done := 0; done < freedBytes; done += 1 << 20 {
		page := make([]byte, 1<<20)
		for i := range page {
			page[i] = 1
		}
		sink = append(sink, page)
	}
	ready := make(chan bool)
	for i := 0; i < goroutines; i++ {
		go deep(8, ready)
	}
	for i := 0; i < goroutines; i++ {
		<-ready
	}
	mapped, _ = syscall.Mmap(-1, 0, mappedBytes, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	for i := 0; i < mappedBytes/2; i += 4096 {
		mapped[i] = 1
	}
	sink = nil
	// The scavenger lets stand what was in use when the last cycle ended (gcPaceScavenger): therefore there is but one.
	runtime.GC()
	if os.Getenv("RELEASE") != "" {
		debug.FreeOSMemory()
	}
	runtime.ReadMemStats(&stats)
	fmt.Fprintf(os.Stdout, `{"heapAlloc":%d,"heapInuse":%d,"heapIdle":%d,"heapReleased":%d,"stackInuse":%d,"mspanInuse":%d,"mspanSys":%d,"mcacheSys":%d,"buckHashSys":%d,"gcSys":%d,"otherSys":%d,"mappedBytes":%d,"slotBytes":%d,"frameBytes":%d}`+"\n",
		stats.HeapAlloc, stats.HeapInuse, stats.HeapIdle, stats.HeapReleased, stats.StackInuse, stats.MSpanInuse,
		stats.MSpanSys, stats.MCacheSys, stats.BuckHashSys, stats.GCSys, stats.OtherSys, mappedBytes/2, objectCount/4*3*256, goroutines*8*1024)
	for os.Getenv("BUSY") != "" {
		sink = append(sink, make([]byte, 1<<16))
		for i := range sink[len(sink)-1] {
			sink[len(sink)-1][i] = 1
		}
		if len(sink) > 4000 {
			sink = nil
			runtime.GC()
		}
	}
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(kept)
}
