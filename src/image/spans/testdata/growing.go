// Prints the address of a word and waits; grows by 4,000 spans when it is sent SIGUSR1, then sets the word to 1.
package main

import (
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

var done uint32
var keep [][]byte

func main() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	os.Stdout.WriteString(strconv.Itoa(int(uintptr(unsafe.Pointer(&done)))) + "\n")
	<-asked
	for i := 0; i < 4000; i++ {
		keep = append(keep, make([]byte, 8192))
	}
	done = 1
	time.Sleep(time.Hour)
}
