// Command recorded holds maps whose holders are told by keys, strings that nobody should see, and memory of every other
// kind that a core has to keep; it says READY and waits until its standard input ends.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
)

type account struct {
	name  string
	notes map[string]string
}

type node struct {
	next  *node
	value [48]byte
}

var (
	byName  = map[string]*account{}
	numbers = map[int][64]byte{}
	chain   *node
	secrets []string
	large   = make([]byte, largeBytes())
)

// largeBytes are 8 MiB, or as many as the environment says.
func largeBytes() int {
	if count, err := strconv.Atoi(os.Getenv("LARGE_BYTES")); err == nil {
		return count
	}
	return 8 << 20
}

func main() {
	for i := 0; i < 2000; i++ {
		name := fmt.Sprintf("KEYSECRET-%06d", i)
		byName[name] = &account{name, map[string]string{fmt.Sprintf("NOTESECRET-%06d", i): "x"}}
		secrets = append(secrets, fmt.Sprintf("TEXTSECRET-%06d-%0200d", i, i))
	}
	for i := 0; i < 100000; i++ {
		numbers[i] = [64]byte{byte(i)}
		chain = &node{next: chain}
	}
	for i := 1; i < 100000; i++ {
		delete(numbers, i)
	}
	for i := range large {
		large[i] = byte(i * 7)
	}
	runtime.GC()
	fmt.Println("READY")
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(byName)
	runtime.KeepAlive(numbers)
	runtime.KeepAlive(chain)
	runtime.KeepAlive(secrets)
	runtime.KeepAlive(large)
}
