// running has goroutines that never stop, at places that are known, and says when they run.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"time"
)

type object struct{ count int64 }

var (
	started int32
	sink    int64
)

//go:noinline
func spin(o *object) {
	atomic.AddInt32(&started, 1)
	for {
		o.count++
	}
}

//go:noinline
func outer(o *object) {
	spin(o)
	sink = o.count
}

// Most of its time passes in the vDSO, on the stack of the thread.
//
//go:noinline
func clock(o *object) {
	atomic.AddInt32(&started, 1)
	for {
		o.count += time.Now().UnixNano() & 1
	}
}

//go:noinline
func watch(o *object) {
	clock(o)
	sink = o.count
}

// Most of its time passes in the allocator.
//
//go:noinline
func allocate(o *object) {
	atomic.AddInt32(&started, 1)
	for {
		made := make([]*object, 1000+o.count%100)
		made[0] = o
		o.count += int64(len(made))
		runtime.KeepAlive(made)
	}
}

//go:noinline
func fill(o *object) {
	allocate(o)
	sink = o.count
}

func main() {
	runtime.GOMAXPROCS(4)
	go outer(&object{})
	go watch(&object{})
	go fill(&object{})
	for atomic.LoadInt32(&started) < 3 {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("{}")
	os.Stdin.Read(make([]byte, 1))
}
