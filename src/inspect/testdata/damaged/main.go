// A little of everything that a look reads: maps, slices, strings, goroutines, channels, pools, timers, finalizers.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

type session struct {
	id      int
	closed  bool
	name    string
	buffer  []byte
	expires time.Time
	ctx     context.Context
	next    *session
}

var (
	sessions = map[string]*session{}
	counts   = map[int]int{}
	events   = make(chan *session, 100)
	pool     = sync.Pool{New: func() any { return new([4096]byte) }}
	names    sync.Map
	pinned   []byte
	texts    []string
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for i := 0; i < 2000; i++ {
		s := &session{id: i, closed: i%5 != 0, name: strings.Repeat(fmt.Sprint("n", i), 8), buffer: make([]byte, 16, 128), ctx: ctx}
		s.next = sessions[fmt.Sprint(i-1)]
		sessions[fmt.Sprint(i)] = s
		counts[i] = i
		names.Store(i, s)
		texts = append(texts, s.name[4:8])
	}
	for i := 0; i < 50; i++ {
		events <- &session{id: i}
		pool.Put(pool.New())
		time.AfterFunc(time.Hour, func() { fmt.Fprintln(io.Discard, i) })
		go func(n int, s *session) {
			time.Sleep(time.Hour)
			fmt.Fprintln(io.Discard, n, s.name)
		}(i, sessions[fmt.Sprint(i)])
	}
	whole := make([]byte, 1<<20)
	pinned = whole[500:600]
	kept := &session{}
	runtime.SetFinalizer(kept, func(*session) {})
	runtime.GC()
	fmt.Println("READY")
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(kept)
}
