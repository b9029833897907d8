// holes prints, as one line of JSON, addresses whose state it knows, counts in memory, and ends when its stdin does.
package main

import (
	"encoding/json"
	"io"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

const page = 4096

var ticks uint64

func anonymous(length, protection int) []byte {
	bytes, err := syscall.Mmap(-1, 0, length, protection, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	return bytes
}

func address(bytes []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(bytes))) }

func main() {
	readWrite := syscall.PROT_READ | syscall.PROT_WRITE
	untouched := anonymous(256<<20, readWrite)
	// Every third page is written: the byte of page n is n % 251 + 1.
	sparse := anonymous(3000*page, readWrite)
	syscall.Madvise(sparse, 15) // MADV_NOHUGEPAGE
	for n := 0; n < 3000; n += 3 {
		for at := range page {
			sparse[n*page+at] = byte(n%251 + 1)
		}
	}
	forbidden := anonymous(64*page, syscall.PROT_NONE)
	// MADV_GUARD_INSTALL, Linux 6.13; its error means that this kernel has no such pages.
	guarded := anonymous(4*page, readWrite)
	guarded[0], guarded[page] = 1, 1
	_, _, noGuard := syscall.Syscall(syscall.SYS_MADVISE, address(guarded)+page, page, 102)
	// At an address of its own: where the kernel chooses one, the runtime's next mmap may fill the hole again.
	goneAt := uintptr(20 << 30)
	mappedAt, _, failure := syscall.Syscall6(syscall.SYS_MMAP, goneAt, 16*page, uintptr(readWrite),
		syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_FIXED, ^uintptr(0), 0)
	if mappedAt != goneAt {
		panic(failure)
	}
	**(**byte)(unsafe.Pointer(&mappedAt)) = 1

	file, err := os.CreateTemp("", "holes")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	content := make([]byte, 10*page+100)
	for at := range content {
		content[at] = byte(at % 253)
	}
	file.Write(content)
	mapped, err := syscall.Mmap(int(file.Fd()), 0, 12*page, readWrite, syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	mapped[2*page] = 255
	os.Remove(file.Name())
	syscall.Syscall(syscall.SYS_MUNMAP, goneAt, 16*page, 0)

	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"pid": os.Getpid(), "untouched": address(untouched), "sparse": address(sparse), "forbidden": address(forbidden),
		"gone": goneAt, "mapped": address(mapped), "ticks": uintptr(unsafe.Pointer(&ticks)), "guarded": address(guarded), "hasGuard": noGuard == 0,
	})
	go func() {
		for {
			atomic.AddUint64(&ticks, 1)
			time.Sleep(time.Millisecond)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
}
