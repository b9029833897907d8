// Starts goroutines that wait, and prints them as its first argument says: 1 and 2 as /debug/pprof/goroutine?debug= does,
// quit as SIGQUIT makes the runtime do. The comments `// place: NAME` name lines. Go 1.18 and later.
package main

import (
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type owner struct {
	mu     sync.Mutex
	orders chan int
}

// begun counts those that are about to wait.
var begun int32

func (o *owner) receive() {
	atomic.AddInt32(&begun, 1)
	<-o.orders // place: receive
}

func (o *owner) choose(stop chan bool) {
	atomic.AddInt32(&begun, 1)
	select { // place: choose
	case <-o.orders:
	case <-stop:
	}
}

func (o *owner) lock() {
	atomic.AddInt32(&begun, 1)
	o.mu.Lock() // place: lock
}

func sleep[T any](T) {
	atomic.AddInt32(&begun, 1)
	time.Sleep(time.Hour) // place: sleep
}

func start(o *owner) {
	for i := 0; i < 120; i++ {
		go o.receive() // place: start receive
	}
	for i := 0; i < 30; i++ {
		go o.choose(make(chan bool)) // place: start choose
	}
	for i := 0; i < 5; i++ {
		go func() { // place: start sleep
			runtime.LockOSThread()
			sleep(i)
		}()
	}
	o.mu.Lock()
	for i := 0; i < 7; i++ {
		go o.lock()
	}
}

func main() {
	start(&owner{orders: make(chan int)})
	for atomic.LoadInt32(&begun) < 162 {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond)
	switch os.Args[1] {
	case "1":
		pprof.Lookup("goroutine").WriteTo(os.Stdout, 1)
	case "2":
		pprof.Lookup("goroutine").WriteTo(os.Stdout, 2)
	case "leak1":
		// Go 1.26 with GOEXPERIMENT=goroutineleakprofile.
		pprof.Lookup("goroutineleak").WriteTo(os.Stdout, 1)
	case "leak2":
		pprof.Lookup("goroutineleak").WriteTo(os.Stdout, 2)
	case "quit":
		syscall.Kill(os.Getpid(), syscall.SIGQUIT)
		time.Sleep(time.Minute)
	}
}
