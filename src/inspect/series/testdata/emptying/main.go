// Emptying serves pprof, and works on each line of its standard input: `fill`, `empty` (deletes every entry), `rebuild` (drops the
// maps) or `drop` (objects that are no maps). It prints its port first, and `done` after each.
package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
)

type record [200]byte

var (
	boxed  map[int]record
	inline map[int][100]byte
	others [][]byte
)

func main() {
	runtime.MemProfileRate = 65536
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(listener, nil)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		switch lines.Text() {
		case "fill":
			boxed, inline = map[int]record{}, map[int][100]byte{}
			for key := 0; key < 200_000; key++ {
				boxed[key] = record{1} // boxes
			}
			for key := 0; key < 200_000; key++ {
				inline[key] = [100]byte{1} // inline
			}
			for count := 0; count < 64; count++ {
				others = append(others, make([]byte, 1<<20))
			}
		case "empty":
			for key := range boxed {
				delete(boxed, key)
			}
			for key := range inline {
				delete(inline, key)
			}
		case "rebuild":
			boxed, inline = map[int]record{}, map[int][100]byte{}
		case "drop":
			others = nil
		}
		// The heap profile is as of the collection before the last.
		runtime.GC()
		runtime.GC()
		fmt.Println("done")
	}
	runtime.KeepAlive(boxed)
}
