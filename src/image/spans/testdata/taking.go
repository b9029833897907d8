// taking does one thing to its heap at each signal, and counts how often it has; the first line is where it counts.
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

var (
	count uint64
	kept  []*[1 << 20]byte
)

//go:noinline
func deep(depth int) byte {
	var frame [1024]byte
	if depth == 0 {
		return frame[0]
	}
	frame[depth%1024] = deep(depth - 1)
	return frame[depth%512]
}

func main() {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGHUP)
	runtime.GC()
	fmt.Println(uintptr(unsafe.Pointer(&count)))
	go func() {
		depth := 64
		for which := range signals {
			switch which {
			case syscall.SIGUSR1:
				kept = append(kept, new([1 << 20]byte))
			case syscall.SIGUSR2:
				// Its stack moves to one of twice the size.
				deep(depth)
				depth *= 2
			case syscall.SIGHUP:
				runtime.GC()
			}
			atomic.AddUint64(&count, 1)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(kept)
}
