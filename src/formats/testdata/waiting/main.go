// Starts goroutines that wait, and prints them as its first argument says: 1 and 2 as /debug/pprof/goroutine?debug= does,
// quit as SIGQUIT makes the runtime do. The comments `// place: NAME` name lines. Go 1.18 and later.
package main

import (
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

type owner struct {
	mu     sync.Mutex
	orders chan int
}

func (o *owner) receive() {
	<-o.orders // place: receive
}

func (o *owner) choose(stop chan bool) {
	select { // place: choose
	case <-o.orders:
	case <-stop:
	}
}

func (o *owner) lock() {
	o.mu.Lock() // place: lock
}

func sleep[T any](T) {
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
	time.Sleep(200 * time.Millisecond)
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
