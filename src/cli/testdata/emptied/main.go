// Command emptied fills a map, empties it, says so, and waits until its standard input ends.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
)

type service struct {
	sessions map[int][128]byte
	names    map[string]int
}

var srv = &service{sessions: map[int][128]byte{}, names: map[string]int{"secret-name": 1}}

func main() {
	for i := 0; i < 400000; i++ {
		srv.sessions[i] = [128]byte{1}
	}
	for i := 0; i < 400000; i++ {
		delete(srv.sessions, i)
	}
	runtime.GC()
	fmt.Println("READY")
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(srv)
}
