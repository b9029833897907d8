// Command hash-vectors prints what the runtime's memhash gives, for hash-vectors.json. It runs on any Go from 1.24 on:
//
//	GOARCH=arm64 go build -ldflags=-checklinkname=0 hash-vectors.go
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"unsafe"
)

//go:linkname aeskeysched runtime.aeskeysched
var aeskeysched [128]byte

//go:linkname hashkey runtime.hashkey
var hashkey [4]uintptr

//go:linkname useAeshash runtime.useAeshash
var useAeshash bool

//go:linkname memhash runtime.memhash
func memhash(p unsafe.Pointer, seed, size uintptr) uintptr

//go:linkname memhash32 runtime.memhash32
func memhash32(p unsafe.Pointer, seed uintptr) uintptr

//go:linkname memhash64 runtime.memhash64
func memhash64(p unsafe.Pointer, seed uintptr) uintptr

type vectors struct {
	Go, Arch, Kind, Secret, Seed string
	// Place n: the hash of the first n bytes of data.
	Memory             []string
	Memory32, Memory64 string
}

func main() {
	var data [400]byte
	for i := range data {
		data[i] = byte(i*i*7 + i*31 + 5)
	}
	seed := uintptr(0xfedcba9876543210)
	out := vectors{
		Go: runtime.Version(), Arch: runtime.GOARCH, Kind: "fallback",
		Secret:   fmt.Sprintf("%x", unsafe.Slice((*byte)(unsafe.Pointer(&hashkey)), 32)),
		Seed:     fmt.Sprintf("%x", seed),
		Memory32: fmt.Sprintf("%x", memhash32(unsafe.Pointer(&data), seed)),
		Memory64: fmt.Sprintf("%x", memhash64(unsafe.Pointer(&data), seed)),
	}
	if useAeshash {
		out.Kind, out.Secret = "aes", fmt.Sprintf("%x", aeskeysched)
	}
	for length := uintptr(0); length <= uintptr(len(data)); length++ {
		out.Memory = append(out.Memory, fmt.Sprintf("%x", memhash(unsafe.Pointer(&data), seed, length)))
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
