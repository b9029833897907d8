// Two pools of buffers of 64 KiB: a package variable, and a field of what a variable points to. COLLECTIONS=1 leaves all
// of it to the victim lists.
package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

const (
	bufferBytes = 64 << 10
	bufferCount = 400
	sliceCount  = 200
)

type server struct {
	name   string
	slices sync.Pool
}

var (
	buffers = sync.Pool{New: func() interface{} { return new(bytes.Buffer) }}
	srv     = &server{name: "pools"}
)

func filled() []byte {
	bytes := make([]byte, bufferBytes)
	for i := range bytes {
		bytes[i] = 1
	}
	return bytes
}

func main() {
	debug.SetGCPercent(-1)
	for i := 0; i < bufferCount; i++ {
		buffers.Put(bytes.NewBuffer(filled()))
	}
	for i := 0; i < sliceCount; i++ {
		slice := filled()
		srv.slices.Put(&slice)
	}
	if os.Getenv("COLLECTIONS") != "" {
		runtime.GC()
	}
	fmt.Printf(`{"buffers":%d,"slices":%d,"bufferBytes":%d}`+"\n", bufferCount, sliceCount, bufferBytes)
	os.Stdin.Read(make([]byte, 1))
	buffers.Get()
	srv.slices.Get()
}
