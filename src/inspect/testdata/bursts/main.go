// bursts takes 64 MiB more at each SIGUSR1, and counts how often it has; the first line is where it counts.
package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"unsafe"
)

const blockBytes = 64 << 10

var (
	count  uint64
	blocks [][]byte
)

func grow() {
	for n := 0; n < 1024; n++ {
		block := make([]byte, blockBytes)
		for at := 0; at < blockBytes; at += 4096 {
			block[at] = 1
		}
		blocks = append(blocks, block)
	}
	atomic.AddUint64(&count, 1)
}

func main() {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGUSR1)
	for n := 0; n < 4; n++ {
		grow()
	}
	runtime.GC()
	fmt.Println(uintptr(unsafe.Pointer(&count)))
	go func() {
		for range signals {
			grow()
		}
	}()
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(blocks)
}
