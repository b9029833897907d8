package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strings"
)

type typesAnswer struct {
	Path string
	// Whether go/parser takes the file.
	IsValid bool
	// `Pair[A B] =`: name, type parameters, whether it is an alias.
	Names []string
	// Defined types without parameters of which every part that has a size stands in the file itself.
	Layouts []typeLayout
}

type typeLayout struct {
	Name         string
	Size         int64
	Align        int64
	IsComparable bool
	Offsets      []int64
}

// Packages that a file imports are left empty: what comes from them is invalid, and so left out of the layouts.
type emptyImporter struct{}

func (emptyImporter) Import(path string) (*types.Package, error) {
	name := path[strings.LastIndex(path, "/")+1:]
	found := types.NewPackage(path, name)
	found.MarkComplete()
	return found, nil
}

var sizes = types.SizesFor("gc", "amd64")

func fileTypes(path string) any {
	answer := typesAnswer{Path: path, Names: []string{}, Layouts: []typeLayout{}}
	source, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	set := token.NewFileSet()
	var plain []string
	file, err := parser.ParseFile(set, path, source, parser.SkipObjectResolution)
	if err != nil {
		return answer
	}
	answer.IsValid = true
	for _, declaration := range file.Decls {
		if group, ok := declaration.(*ast.GenDecl); ok && group.Tok == token.TYPE {
			for _, spec := range group.Specs {
				declared := spec.(*ast.TypeSpec)
				if declared.Name.Name == "_" {
					continue
				}
				answer.Names = append(answer.Names, head(declared))
				if declared.TypeParams == nil && !declared.Assign.IsValid() {
					plain = append(plain, declared.Name.Name)
				}
			}
		}
	}
	// What is there to test the type checker is invalid on purpose, or keeps it busy for ever.
	if strings.Contains(path, "/testdata/") {
		return answer
	}
	config := types.Config{
		Error:            func(error) {},
		Importer:         emptyImporter{},
		Sizes:            sizes,
		IgnoreFuncBodies: true,
		FakeImportC:      true,
	}
	checked, _ := config.Check("p", set, []*ast.File{file}, nil)
	for _, name := range plain {
		declared, ok := checked.Scope().Lookup(name).(*types.TypeName)
		if !ok || !isWhole(declared.Type(), nil) {
			continue
		}
		layout := typeLayout{
			Name:         name,
			Size:         sizes.Sizeof(declared.Type()),
			Align:        sizes.Alignof(declared.Type()),
			IsComparable: types.Comparable(declared.Type()),
			Offsets:      []int64{},
		}
		if structType, ok := declared.Type().Underlying().(*types.Struct); ok {
			var fields []*types.Var
			for i := 0; i < structType.NumFields(); i++ {
				fields = append(fields, structType.Field(i))
			}
			layout.Offsets = append(layout.Offsets, sizes.Offsetsof(fields)...)
		}
		answer.Layouts = append(answer.Layouts, layout)
	}
	return answer
}

func head(declared *ast.TypeSpec) string {
	text := declared.Name.Name
	if declared.TypeParams != nil {
		var names []string
		for _, field := range declared.TypeParams.List {
			for _, name := range field.Names {
				names = append(names, name.Name)
			}
		}
		text += "[" + strings.Join(names, " ") + "]"
	}
	if declared.Assign.IsValid() {
		text += " ="
	}
	return text
}

// isWhole reports whether every part that has a share in the size is known.
func isWhole(t types.Type, open []types.Type) bool {
	for _, outer := range open {
		if outer == t {
			return false
		}
	}
	open = append(open, t)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.Invalid
	case *types.Array:
		return u.Len() >= 0 && isWhole(u.Elem(), open)
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if !isWhole(u.Field(i).Type(), open) {
				return false
			}
		}
		return true
	case *types.Interface:
		return u.IsMethodSet()
	case *types.TypeParam, *types.Union:
		return false
	}
	return true
}
