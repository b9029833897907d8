// Package peek reads what Go does not tell of a map: buckets, slots, seed. It knows both designs by the words of their
// headers (runtime/map.go hmap up to Go 1.23 and with noswissmap; internal/runtime/maps Map and table since 1.24).
package peek

import "unsafe"

type classicHeader struct {
	count         int
	flags         uint8
	bucketLog2    uint8
	overflowCount uint16
	seed          uint32
	buckets       unsafe.Pointer
	oldBuckets    unsafe.Pointer
}

type swissHeader struct {
	used            uint64
	seed            uintptr
	directory       unsafe.Pointer
	directoryLength int
}

type swissTable struct {
	used, capacity, growthLeft uint16
}

func word[K comparable, V any](m map[K]V) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&m))
}

// Swiss says which design this program was built with: at 100 entries a Swiss map has one table in a directory of one,
// where the classic header keeps the old buckets, nil or an address.
func Swiss() bool {
	m := make(map[int]int)
	for i := 0; i < 100; i++ {
		m[i] = i
	}
	return (*swissHeader)(word(m)).directoryLength == 1
}

var swiss = Swiss()

// BucketLog2 is B of a classic map, nil for a Swiss one, which has no such number.
func BucketLog2[K comparable, V any](m map[K]V) any {
	if swiss {
		return nil
	}
	return int((*classicHeader)(word(m)).bucketLog2)
}

// OverflowCount is the runtime's own count (approximate from B = 16 on), nil for a Swiss map.
func OverflowCount[K comparable, V any](m map[K]V) any {
	if swiss {
		return nil
	}
	return int((*classicHeader)(word(m)).overflowCount)
}

// Growing says whether a classic map still holds the array before its present one.
func Growing[K comparable, V any](m map[K]V) bool {
	return !swiss && (*classicHeader)(word(m)).oldBuckets != nil
}

// Seed is what the hash function is seeded with.
func Seed[K comparable, V any](m map[K]V) uint64 {
	if swiss {
		return uint64((*swissHeader)(word(m)).seed)
	}
	return uint64((*classicHeader)(word(m)).seed)
}

// HasStorage says whether the map has any bucket or group yet.
func HasStorage[K comparable, V any](m map[K]V) bool {
	if swiss {
		return (*swissHeader)(word(m)).directory != nil
	}
	return (*classicHeader)(word(m)).buckets != nil
}

// Slots is what the present arrays can hold: 8 * 2^B, or the capacities of the distinct tables.
func Slots[K comparable, V any](m map[K]V) int {
	if !swiss {
		return 8 << (*classicHeader)(word(m)).bucketLog2
	}
	header := (*swissHeader)(word(m))
	if header.directoryLength == 0 {
		return 8
	}
	slots := 0
	var previous *swissTable
	// A table that several entries of the directory share stands in neighbouring ones.
	for _, table := range unsafe.Slice((**swissTable)(header.directory), header.directoryLength) {
		if table != previous {
			slots += int(table.capacity)
		}
		previous = table
	}
	return slots
}
