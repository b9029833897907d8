// Values that cgo handles keep: 1,000 of 4 KiB, and as many that were deleted.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/cgo"
)

const (
	handleCount = 1000
	valueBytes  = 4096
)

type value [valueBytes]byte

func main() {
	for i := 0; i < handleCount; i++ {
		cgo.NewHandle(new(value))
		deleted := cgo.NewHandle(new(value))
		deleted.Value()
		deleted.Delete()
	}
	runtime.GC()
	fmt.Printf(`{"count":%d,"bytes":%d}`+"\n", handleCount, handleCount*valueBytes)
	os.Stdin.Read(make([]byte, 1))
}
