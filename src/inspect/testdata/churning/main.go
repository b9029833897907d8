// Goroutines that take and put back, start and stop all the time, and collections as often as can be.
package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

const (
	workers     = 4
	bufferBytes = 32 << 10
	heldBuffers = 64
)

var buffers = sync.Pool{New: func() interface{} { return bytes.NewBuffer(make([]byte, 0, bufferBytes)) }}

type resource struct {
	bytes [256]byte
}

func work() {
	for {
		held := make([]*bytes.Buffer, heldBuffers)
		for i := range held {
			held[i] = buffers.Get().(*bytes.Buffer)
		}
		for i := range held {
			buffers.Put(held[i])
		}
		ticker := time.NewTicker(time.Hour)
		timer := time.AfterFunc(time.Hour, func() { ticker.Stop() })
		for i := 0; i < 100; i++ {
			runtime.SetFinalizer(&resource{}, func(*resource) {})
		}
		ticker.Stop()
		timer.Stop()
		time.Sleep(time.Millisecond)
	}
}

func main() {
	debug.SetGCPercent(10)
	for worker := 0; worker < workers; worker++ {
		go work()
	}
	time.Sleep(100 * time.Millisecond)
	fmt.Printf(`{"bufferBytes":%d,"buffers":%d}`+"\n", bufferBytes, workers*heldBuffers)
	os.Stdin.Read(make([]byte, 1))
}
