// Maps 32 MiB, writes every second page of the first half, and reads the second half, which leaves zero pages there.
// Prints where.
package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

const size = 32 << 20

func main() {
	m, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	for i := 0; i < size/2; i += 8192 {
		m[i] = 1
	}
	var sum byte
	for i := size / 2; i < size; i += 4096 {
		sum += m[i]
	}
	fmt.Printf(`{"start":%d,"sum":%d}`+"\n", uintptr(unsafe.Pointer(&m[0])), sum)
	os.Stdin.Read(make([]byte, 1))
}
