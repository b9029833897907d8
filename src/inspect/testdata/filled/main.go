// Command filled holds maps of known content, says so, and waits until its standard input ends.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
)

type row struct {
	id    int32
	ratio float64
	name  string
	ok    bool
}

var (
	rows   = map[string]row{"first": {-7, 0.5, "a \"quoted\" name", true}}
	large  = map[int]int{}
	boxed  = map[[130]byte]int{{1, 2, 3}: 5}
	shards [4]struct{ m map[int]int }
)

func main() {
	for i := 0; i < 30000; i++ {
		large[i] = i
	}
	for i := range shards {
		shards[i].m = map[int]int{i: i}
	}
	fmt.Println("READY")
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(rows)
	runtime.KeepAlive(boxed)
}
