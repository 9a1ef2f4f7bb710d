package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"strconv"
	"strings"
)

// stringConstants finds the constants of each named string type in the source of its package: reflection does not
// know them.
func stringConstants(types map[string]bool) (map[string][]string, error) {
	packages := map[string]bool{}
	for name := range types {
		packages[name[:strings.LastIndex(name, ".")]] = true
	}
	result := map[string][]string{}
	for name := range types {
		result[name] = []string{}
	}
	args := append([]string{"list", "-f", "{{.ImportPath}}\t{{.Dir}}"}, sortedKeys(packages)...)
	listed, err := exec.Command("go", args...).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(listed)), "\n") {
		path, folder, _ := strings.Cut(line, "\t")
		if err := readConstants(path, folder, result); err != nil {
			return nil, err
		}
	}
	return result, nil
}

func readConstants(path, folder string, result map[string][]string) error {
	notTests := func(info fs.FileInfo) bool { return !strings.HasSuffix(info.Name(), "_test.go") }
	parsed, err := parser.ParseDir(token.NewFileSet(), folder, notTests, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, pkg := range parsed {
		for _, name := range sortedKeys(pkg.Files) {
			for _, declaration := range pkg.Files[name].Decls {
				general, ok := declaration.(*ast.GenDecl)
				if !ok || general.Tok != token.CONST {
					continue
				}
				for _, each := range general.Specs {
					readConstant(path, each.(*ast.ValueSpec), result)
				}
			}
		}
	}
	return nil
}

func readConstant(path string, constant *ast.ValueSpec, result map[string][]string) {
	typeName, ok := constant.Type.(*ast.Ident)
	if !ok || !ast.IsExported(constant.Names[0].Name) {
		return
	}
	values, isWanted := result[path+"."+typeName.Name]
	if !isWanted {
		return
	}
	for _, expression := range constant.Values {
		literal, ok := expression.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		if value, err := strconv.Unquote(literal.Value); err == nil {
			values = append(values, value)
		}
	}
	result[path+"."+typeName.Name] = values
}
