// A program that knows its own types: it prints, for each, what reflect says of it.
package main

import (
	"container/list"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sync"
	"time"
	"unsafe"
)

type Field struct {
	Name     string
	Offset   uintptr
	Type     string
	Embedded bool
}

type Fact struct {
	// Address of the type descriptor.
	Address   string
	Name      string
	Package   string
	Size      uintptr
	Kind      string
	Len       int
	Elem, Key string
	Fields    []Field
	// Bucket or group descriptor of a map type.
	Unit       string
	ReachesMap bool
	// Symbol of a package variable of this type.
	Variable string
}

type Inner struct{ A, b int8 }

type Small int32

type Alone struct {
	Inner
	*list.Element
	name  string
	ratio float64
	bytes []byte
	big   [3]Small
	c     complex64
	at    time.Time
}

type Cycle struct {
	next  *Cycle
	other *Other
}

type Other struct {
	back  []*Cycle
	leads *Leads
}

type Leads struct {
	cycle *Cycle
	m     map[string]*Leads
}

type Plain struct {
	next *Plain
	text string
	list []Small
	in   [2]*Plain
}

type Named map[Small][]string

type Box[K comparable, V any] struct {
	key K
	val V
	m   map[K]V
}

type Wide [200]byte

var (
	alone    Alone
	cycle    *Cycle
	plain    = &Plain{}
	named    = Named{}
	box      Box[string, *Leads]
	wide     = map[Wide]Wide{}
	stringer fmt.Stringer
	any1     interface{}
	channel  chan map[int]int
	function func(int) string
	ints     = map[int]int{}
	mutexes  = map[string]*sync.Mutex{}
	sets     = map[int64]struct{}{}
	leads    Leads
)

func pointerOf(t reflect.Type) uintptr {
	return (*[2]uintptr)(unsafe.Pointer(&t))[1]
}

// reachesMap is a plain search, without any memory of what it found before.
func reachesMap(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Map, reflect.Interface, reflect.Func, reflect.UnsafePointer:
		return true
	case reflect.Ptr, reflect.Slice, reflect.Chan:
		return reachesMap(t.Elem(), seen)
	case reflect.Array:
		return t.Len() > 0 && reachesMap(t.Elem(), seen)
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			if reachesMap(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}

func factOf(t reflect.Type, variable string) Fact {
	fact := Fact{
		Address: fmt.Sprintf("0x%x", pointerOf(t)), Name: t.String(), Package: t.PkgPath(), Size: t.Size(),
		Kind: t.Kind().String(), ReachesMap: reachesMap(t, map[reflect.Type]bool{}), Variable: variable,
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			fact.Fields = append(fact.Fields, Field{f.Name, f.Offset, f.Type.String(), f.Anonymous})
		}
	case reflect.Map:
		fact.Key, fact.Elem = t.Key().String(), t.Elem().String()
		fact.Unit = fmt.Sprintf("0x%x", *(*uintptr)(unsafe.Pointer(pointerOf(t) + 64)))
	case reflect.Array:
		fact.Len = t.Len()
		fact.Elem = t.Elem().String()
	case reflect.Ptr, reflect.Slice, reflect.Chan:
		fact.Elem = t.Elem().String()
	}
	return fact
}

func main() {
	facts := []Fact{}
	for name, v := range map[string]interface{}{
		"alone": &alone, "cycle": &cycle, "plain": &plain, "named": &named, "box": &box, "wide": &wide,
		"stringer": &stringer, "any1": &any1, "channel": &channel, "function": &function, "ints": &ints,
		"mutexes": &mutexes, "sets": &sets, "leads": &leads,
	} {
		t := reflect.TypeOf(v).Elem()
		facts = append(facts, factOf(t, "main."+name), factOf(reflect.TypeOf(v), ""))
		if t.Kind() == reflect.Ptr {
			facts = append(facts, factOf(t.Elem(), ""))
		}
		if t.Kind() == reflect.Struct {
			for i := 0; i < t.NumField(); i++ {
				facts = append(facts, factOf(t.Field(i).Type, ""))
			}
		}
	}
	// Made at run time: their descriptors lie on the heap.
	made := []reflect.Type{
		reflect.MapOf(reflect.TypeOf(Inner{}), reflect.TypeOf([]Small{})),
		reflect.SliceOf(reflect.TypeOf(Cycle{})),
		reflect.ArrayOf(7, reflect.TypeOf(Plain{})),
	}
	for _, t := range made {
		facts = append(facts, factOf(t, ""))
	}
	text, err := json.Marshal(facts)
	if err != nil {
		panic(err)
	}
	os.Stdout.Write(append(text, '\n'))
	time.Sleep(time.Hour)
	fmt.Fprintln(os.Stderr, made)
}
