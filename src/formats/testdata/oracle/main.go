// Prints what Go's own packages read from an ELF file, as one line of JSON: sections, symbols, every top-level type and
// package variable of the Go units, closures, functions with positions, and the build info.
package main

import (
	"debug/buildinfo"
	"debug/dwarf"
	"debug/elf"
	"debug/gosym"
	"encoding/hex"
	"encoding/json"
	"log"
	"os"
	"strings"
)

type section struct {
	Name    string
	Address uint64
	Size    uint64
}

type field struct {
	Name     string
	Offset   int64
	Type     dwarf.Offset
	Embedded bool
}

type typeDie struct {
	Offset, Type, Key, Elem dwarf.Offset
	Tag                     uint32
	Name                    string
	ByteSize, Kind, Count   int64
	RuntimeType             uint64
	Fields                  []field
}

type variable struct {
	Name    string
	Address uint64
	Type    dwarf.Offset
}

type capture struct {
	Function uint64
	Name     string
	Offset   int64
	Type     dwarf.Offset
}

type function struct {
	Entry, Pc uint64
	Name      string
	File      string
	Line      int
}

type facts struct {
	Machine   uint16
	Segments  int
	BuildId   string
	Sections  []section
	Symbols   []section
	Types     []typeDie
	Variables []variable
	Captures  []capture
	TextStart uint64
	Functions []function
	GoVersion string
	Module    string
	Settings  map[string]string
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	file, err := elf.Open(os.Args[1])
	check(err)
	out := facts{Machine: uint16(file.Machine), Segments: len(file.Progs), Settings: map[string]string{}}
	for _, s := range file.Sections {
		out.Sections = append(out.Sections, section{s.Name, s.Addr, s.FileSize})
	}
	if note := file.Section(".note.gnu.build-id"); note != nil {
		data, err := note.Data()
		check(err)
		out.BuildId = hex.EncodeToString(data[16:])
	}
	symbols, _ := file.Symbols()
	textStart := file.Section(".text").Addr
	for _, s := range symbols {
		if strings.HasPrefix(s.Name, "runtime.") && s.Section != elf.SHN_UNDEF {
			out.Symbols = append(out.Symbols, section{s.Name, s.Value, s.Size})
		}
		if s.Name == "runtime.text" {
			textStart = s.Value
		}
	}
	out.TextStart = textStart
	if data, err := file.DWARF(); err == nil {
		readDwarf(data, &out)
	}
	readFunctions(file, textStart, &out)
	info, err := buildinfo.ReadFile(os.Args[1])
	check(err)
	out.GoVersion, out.Module = info.GoVersion, info.Main.Path
	for _, s := range info.Settings {
		out.Settings[s.Key] = s.Value
	}
	check(json.NewEncoder(os.Stdout).Encode(out))
}

const (
	goKind          = dwarf.Attr(0x2900)
	goKey           = dwarf.Attr(0x2901)
	goElem          = dwarf.Attr(0x2902)
	goEmbedded      = dwarf.Attr(0x2903)
	goRuntimeType   = dwarf.Attr(0x2904)
	goClosureOffset = dwarf.Attr(0x2907)
)

func offsetOf(e *dwarf.Entry, a dwarf.Attr) dwarf.Offset { v, _ := e.Val(a).(dwarf.Offset); return v }
func numberOf(e *dwarf.Entry, a dwarf.Attr) int64        { v, _ := e.Val(a).(int64); return v }
func textOf(e *dwarf.Entry, a dwarf.Attr) string         { v, _ := e.Val(a).(string); return v }

func readDwarf(data *dwarf.Data, out *facts) {
	r := data.Reader()
	isGo := false
	depth := 0
	for {
		e, err := r.Next()
		check(err)
		if e == nil {
			return
		}
		switch {
		case e.Tag == 0:
			depth--
			continue
		case e.Tag == dwarf.TagCompileUnit:
			isGo = numberOf(e, dwarf.AttrLanguage) == 0x16
			depth = 0
		case !isGo || depth != 1:
		case e.Tag == dwarf.TagVariable:
			// DW_OP_addr and eight bytes.
			if at, ok := e.Val(dwarf.AttrLocation).([]byte); ok && len(at) == 9 && at[0] == 3 {
				var address uint64
				for i := 8; i > 0; i-- {
					address = address<<8 | uint64(at[i])
				}
				out.Variables = append(out.Variables, variable{textOf(e, dwarf.AttrName), address, offsetOf(e, dwarf.AttrType)})
			}
		case e.Tag == dwarf.TagSubprogram:
			readCaptures(data, r, e, out)
			continue
		case e.Tag != dwarf.TagConstant && e.Tag != dwarf.TagImportedDeclaration:
			out.Types = append(out.Types, readType(r, e))
			continue
		}
		if e.Children {
			depth++
		}
	}
}

func readType(r *dwarf.Reader, e *dwarf.Entry) typeDie {
	runtimeType, _ := e.Val(goRuntimeType).(uint64)
	t := typeDie{Offset: e.Offset, Tag: uint32(e.Tag), Name: textOf(e, dwarf.AttrName), ByteSize: numberOf(e, dwarf.AttrByteSize),
		Type: offsetOf(e, dwarf.AttrType), Kind: numberOf(e, goKind), Key: offsetOf(e, goKey), Elem: offsetOf(e, goElem),
		Count: -1, RuntimeType: runtimeType, Fields: []field{}}
	for depth := 0; e.Children || depth > 0; {
		c, err := r.Next()
		check(err)
		if c.Tag == 0 {
			break
		}
		if c.Children {
			log.Fatal("a child of a type has children")
		}
		switch c.Tag {
		case dwarf.TagMember:
			embedded, _ := c.Val(goEmbedded).(bool)
			t.Fields = append(t.Fields, field{textOf(c, dwarf.AttrName), numberOf(c, dwarf.AttrDataMemberLoc), offsetOf(c, dwarf.AttrType), embedded})
		case dwarf.TagSubrangeType:
			t.Count = numberOf(c, dwarf.AttrCount)
		}
	}
	return t
}

func readCaptures(data *dwarf.Data, r *dwarf.Reader, function *dwarf.Entry, out *facts) {
	entry, _ := function.Val(dwarf.AttrLowpc).(uint64)
	inlined := 0
	for depth := 1; function.Children && depth > 0; {
		e, err := r.Next()
		check(err)
		if e.Tag == 0 {
			depth--
			if inlined > depth {
				inlined = 0
			}
			continue
		}
		if offset := numberOf(e, goClosureOffset); offset > 0 && inlined == 0 && entry > 0 {
			name, at := textOf(e, dwarf.AttrName), offsetOf(e, dwarf.AttrType)
			if origin := offsetOf(e, dwarf.AttrAbstractOrigin); origin > 0 {
				other := data.Reader()
				other.Seek(origin)
				o, err := other.Next()
				check(err)
				name, at = textOf(o, dwarf.AttrName), offsetOf(o, dwarf.AttrType)
			}
			out.Captures = append(out.Captures, capture{entry, name, offset, at})
		}
		if e.Children {
			depth++
			if e.Tag == dwarf.TagInlinedSubroutine && inlined == 0 {
				inlined = depth
			}
		}
	}
}

func readFunctions(file *elf.File, textStart uint64, out *facts) {
	table := file.Section(".gopclntab")
	if table == nil {
		table = file.Section(".data.rel.ro.gopclntab")
	}
	bytes, err := table.Data()
	check(err)
	symbols, err := gosym.NewTable(nil, gosym.NewLineTable(bytes, textStart))
	check(err)
	for i, f := range symbols.Funcs {
		// The linker's markers (go:textfipsstart) have no position tables; gosym takes their offset 0 for one.
		if i%7 != 0 || f.End <= f.Entry || strings.HasPrefix(f.Name, "go:") {
			continue
		}
		// Somewhere inside, and on amd64 rarely at the start of an instruction: positions hold for every byte.
		pc := f.Entry + (f.End-f.Entry)*2/3
		name, line, _ := symbols.PCToLine(pc)
		out.Functions = append(out.Functions, function{f.Entry, pc, f.Name, name, line})
	}
}
