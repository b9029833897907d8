// parked has goroutines in many states. Killed by SIGQUIT it prints what the runtime says of their stacks.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/pprof"
	"sort"
	"sync"
	"syscall"
	"time"
)

type worker struct {
	name string
	gate chan int
}

//go:noinline
func (w *worker) receive(prefix string) int {
	got := <-w.gate
	return got + len(prefix)
}

// Inlined into its caller, and this into its own.
func (w *worker) viaOne() int { return w.viaTwo() + 1 }
func (w *worker) viaTwo() int { return w.receive("two") + 2 }

type waiter interface{ wait(n int) int }

type byValue struct{ gate chan int }

//go:noinline
func (v byValue) wait(n int) int { return n + <-v.gate }

//go:noinline
func callWaiter(w waiter) int { return w.wait(3) }

//go:noinline
func descend(depth int, gate chan int) int {
	var pad [24]int
	pad[depth%24] = depth
	if depth == 0 {
		return <-gate
	}
	return descend(depth-1, gate) + pad[(depth+1)%24]
}

//go:noinline
func generic[T any](gate chan T) T { return <-gate }

//go:noinline
func dereference(pointer *int) int { return *pointer }

func panicking(gate chan int) {
	defer func() {
		<-gate
		recover()
	}()
	var nothing *int
	dereference(nothing)
}

func thrown(gate chan int) {
	defer func() { <-gate }()
	panic("wait")
}

var sink int

func start(gate chan int) {
	shared := &worker{name: "shared", gate: gate}
	go func() { sink = shared.receive("closure") }()
	go func() { sink = shared.viaOne() }()
	go shared.receive("go statement")
	method := shared.receive
	go method("method value")
	go callWaiter(&byValue{gate})
	go callWaiter(byValue{gate})
	go descend(70, gate)
	go generic(gate)
	go generic(make(chan string))
	go panicking(gate)
	go thrown(gate)
	go func() {
		select {
		case <-gate:
		case <-make(chan string):
		}
	}()
	go func() { select {} }()
	go func() { time.Sleep(time.Hour) }()
	var mutex sync.Mutex
	mutex.Lock()
	go func() { mutex.Lock(); sink++ }()
	var group sync.WaitGroup
	group.Add(1)
	go group.Wait()
	condition := sync.NewCond(&sync.Mutex{})
	go func() { condition.L.Lock(); condition.Wait() }()
	go func() {
		runtime.LockOSThread()
		<-gate
	}()
	var once sync.Once
	go once.Do(func() { <-gate })
	go func() {
		sorted := []int{3, 2, 1}
		sort.Slice(sorted, func(i, j int) bool { <-gate; return i < j })
	}()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go listener.Accept()
	var pipe [2]int
	if err := syscall.Pipe(pipe[:]); err != nil {
		panic(err)
	}
	go func() { syscall.Read(pipe[0], make([]byte, 1)) }()
	runtime.SetFinalizer(shared, func(*worker) { <-gate })
}

func main() {
	// A wait is dated by the collection before the one that first meets it.
	runtime.GC()
	gate := make(chan int)
	start(gate)
	labels := pprof.Labels("tenant", "acme", "shard", "七")
	go pprof.Do(context.Background(), labels, func(context.Context) { <-gate })
	if os.Getenv("MANY") != "" {
		for i := 0; i < 10000; i++ {
			go func() { sink = (&worker{gate: gate}).viaOne() }()
		}
	}
	time.Sleep(100 * time.Millisecond)
	runtime.GC()
	time.Sleep(100 * time.Millisecond)
	fmt.Println("{}")
	syscall.Read(0, make([]byte, 1))
}
