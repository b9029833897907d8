// Changes large maps without a pause: growth, tombstones and collections all the time. Prints their addresses as one line
// of JSON and goes on until its standard input ends.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"
	"unsafe"
)

const window = 50000

func churn(m map[string][]byte) {
	for n := 0; ; n++ {
		m[fmt.Sprint(n)] = make([]byte, 100)
		delete(m, fmt.Sprint(n-window))
	}
}

func main() {
	var addresses []uintptr
	for i := 0; i < 3; i++ {
		m := map[string][]byte{}
		addresses = append(addresses, *(*uintptr)(unsafe.Pointer(&m)))
		go churn(m)
	}
	time.Sleep(time.Second / 4)
	line, _ := json.Marshal(addresses)
	fmt.Println(string(line))
	io.Copy(io.Discard, os.Stdin)
}
