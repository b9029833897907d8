// Keeps arrays of which little is used, in ways that are known, and prints what each comes to as one line of JSON. Goes on
// until its standard input ends.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

const (
	slackCount   = 10000
	slackLength  = 64
	pinnedBytes  = 100 << 20
	textCount    = 200
	textBytes    = 64 << 10
	queueLength  = 1 << 20
	healthyCount = 5000
)

type record struct {
	id   int64
	name string
}

type service struct {
	buffers [][]int64
	header  []byte
	keys    []string
	queue   []record
	healthy [][]byte
	shared  [][]byte
	inline  *withArray
}

// A slice of an array inside a struct leaves nothing idle: the struct is one value.
type withArray struct {
	rest [1 << 20]byte
	part []byte
}

var srv = &service{}

//go:noinline
func fill() {
	for i := 0; i < slackCount; i++ {
		srv.buffers = append(srv.buffers, make([]int64, slackLength, 4*slackLength))
	}
	body := make([]byte, pinnedBytes)
	for i := range body {
		body[i] = byte(i)
	}
	srv.header = body[1000:1100:1100]
	for i := 0; i < textCount; i++ {
		text := strings.Repeat(fmt.Sprintf("%08d", i), textBytes/8)
		srv.keys = append(srv.keys, text[16:24])
	}
	queue := make([]record, queueLength)
	srv.queue = queue[queueLength-100:]
	for i := 0; i < healthyCount; i++ {
		srv.healthy = append(srv.healthy, make([]byte, 1024))
	}
	// Ten slices that divide an array between them leave nothing idle.
	whole := make([]byte, 10<<20)
	for i := 0; i < 10; i++ {
		srv.shared = append(srv.shared, whole[i<<20:(i+1)<<20])
	}
	srv.inline = &withArray{}
	srv.inline.part = srv.inline.rest[:16]
}

//go:noinline
func hold(done chan bool) {
	local := make([]byte, 8<<20)
	part := local[1<<20 : 1<<20+10 : 1<<20+10]
	runtime.GC()
	<-done
	fmt.Fprintln(io.Discard, part[0])
}

func main() {
	fill()
	done := make(chan bool)
	go hold(done)
	for i := 0; i < 3; i++ {
		runtime.GC()
		runtime.Gosched()
	}
	facts := map[string]any{
		"slack":  map[string]int{"arrays": slackCount, "idle": slackCount * 3 * slackLength * 8, "bytes": slackCount * 4 * slackLength * 8},
		"pinned": map[string]int{"bytes": pinnedBytes, "idle": pinnedBytes - 100},
		"texts":  map[string]int{"arrays": textCount, "bytes": textCount * textBytes, "idle": textCount * (textBytes - 8)},
		"queue":  map[string]int{"bytes": queueLength * 24, "idle": (queueLength - 100) * 24},
		"local":  map[string]int{"bytes": 8 << 20, "idle": 8<<20 - 10},
	}
	line, _ := json.Marshal(facts)
	fmt.Println(string(line))
	io.Copy(io.Discard, os.Stdin)
	close(done)
	runtime.KeepAlive(srv)
}
