// pool has 300 goroutines that wait in one place, a third of them with a label, and 40 in another.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/pprof"
	"time"
)

var (
	jobs = make(chan int)
	done = make(chan bool)
)

//go:noinline
func takeJob() { <-jobs }

// worker is inlined into the wrapper of its go statement.
func worker(int) { takeJob() }

func watcher() {
	select {
	case <-jobs:
	case <-done:
	}
}

func main() {
	for i := 0; i < 300; i++ {
		ctx := context.Background()
		if i%3 == 0 {
			ctx = pprof.WithLabels(ctx, pprof.Labels("tenant", "acme"))
		}
		pprof.SetGoroutineLabels(ctx)
		go worker(i)
	}
	pprof.SetGoroutineLabels(context.Background())
	for i := 0; i < 40; i++ {
		go watcher()
	}
	time.Sleep(200 * time.Millisecond)
	// Waits are noted by collections: by the second, as of the first.
	runtime.GC()
	runtime.GC()
	os.Stdout.WriteString("ready\n")
	os.Stdin.Read(make([]byte, 1))
}
