// weak keeps objects by cleanups and weak pointers, which need Go 1.24, and says where they are.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"
	"weak"
)

type owner struct {
	child *[20]int
	pad   [9]int
}

var (
	escape   unsafe.Pointer
	pointers []weak.Pointer[owner]
	held     *owner
)

//go:noinline
func address(p unsafe.Pointer) uintptr {
	escape = p
	escape = nil
	return uintptr(p)
}

func main() {
	debug.SetGCPercent(-1)
	addresses := map[string][]uintptr{}
	var text []byte
	done := make(chan bool)
	// In a goroutine that ends: addresses are left on its stack.
	go func() {
		for i := 0; i < 100; i++ {
			target := &owner{child: new([20]int)}
			pointers = append(pointers, weak.Make(target))
			addresses["weak"] = append(addresses["weak"], address(unsafe.Pointer(target)))
			cleaned := &owner{child: new([20]int)}
			captured := &owner{child: new([20]int)}
			argument := &owner{child: new([20]int)}
			runtime.AddCleanup(cleaned, func(*owner) { captured.pad[0]++ }, argument)
			addresses["cleaned"] = append(addresses["cleaned"], address(unsafe.Pointer(cleaned)))
			addresses["captured"] = append(addresses["captured"], address(unsafe.Pointer(captured)))
			addresses["argument"] = append(addresses["argument"], address(unsafe.Pointer(argument)))
		}
		text, _ = json.Marshal(addresses)
		done <- true
	}()
	<-done
	fmt.Println(string(text))
	os.Stdin.Read(make([]byte, 1))
}
