// 1,000 objects of 4 KiB that a runtime.Pinner holds, every second one twice, and as many that were unpinned.
package main

import (
	"fmt"
	"os"
	"runtime"
)

const (
	pinCount    = 1000
	objectBytes = 4096
)

type object [objectBytes]byte

var pinner runtime.Pinner

func main() {
	for i := 0; i < pinCount; i++ {
		o := new(object)
		pinner.Pin(o)
		if i%2 == 0 {
			pinner.Pin(o)
		}
		var short runtime.Pinner
		short.Pin(new(object))
		short.Unpin()
	}
	runtime.GC()
	fmt.Printf(`{"count":%d,"bytes":%d}`+"\n", pinCount, pinCount*objectBytes)
	os.Stdin.Read(make([]byte, 1))
	runtime.KeepAlive(&pinner)
}
