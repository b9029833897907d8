// Grows by known amounts: each line on standard input is one more stage, and each stage is told as one line of JSON. Ends
// when its standard input does.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"time"
)

const (
	sessionsPerStage = 2000
	bufferBytes      = 8 << 10
	blockedPerStage  = 50
	steadyBytes      = 16 << 20
)

type session struct {
	id     int
	buffer []byte
}

type server struct {
	sessions map[int]*session
	steady   []byte
	// Shrinks from stage to stage.
	cache [][]byte
}

var srv = &server{sessions: map[int]*session{}, steady: make([]byte, steadyBytes)}
var never = make(chan int)

// In memory, page by page.
func touched(size int) []byte {
	buffer := make([]byte, size)
	for at := 0; at < size; at += 4096 {
		buffer[at] = 1
	}
	return buffer
}

//go:noinline
func block() { <-never }

//go:noinline
func grow() {
	for i := 0; i < sessionsPerStage; i++ {
		id := len(srv.sessions)
		srv.sessions[id] = &session{id: id, buffer: touched(bufferBytes)}
	}
	for i := 0; i < blockedPerStage; i++ {
		go block()
	}
	if len(srv.cache) > 0 {
		srv.cache = srv.cache[1:]
		whole := make([][]byte, len(srv.cache))
		copy(whole, srv.cache)
		srv.cache = whole
	}
}

func tell() {
	for i := 0; i < 3; i++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	line, _ := json.Marshal(map[string]int{
		"sessions": len(srv.sessions), "bufferBytes": len(srv.sessions) * bufferBytes, "cacheBytes": len(srv.cache) << 20,
	})
	fmt.Println(string(line))
}

func main() {
	for i := 0; i < 4; i++ {
		srv.cache = append(srv.cache, touched(1<<20))
	}
	tell()
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		grow()
		tell()
	}
	runtime.KeepAlive(srv)
}
