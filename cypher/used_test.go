package cypher_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// source is a file of the product.
type source struct {
	path string
	file *ast.File
}

// product parses the Go files of the product, without its tests.
func product(t *testing.T) (files []source) {
	t.Helper()
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != ".." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		files = append(files, source{filepath.ToSlash(path), file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// goName is the name of a query in Go: order_find is OrderFind.
func goName(file string) string {
	name := ""
	for _, word := range strings.Split(file, "_") {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	return name
}

// Every query of package graph has its Go name, which something in the product uses.
func TestQueriesAreUsed(t *testing.T) {
	text, err := os.ReadFile("cypher.go")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, match := range regexp.MustCompile(`//go:embed (\w+)\.cypher\n\t(\w+) string`).FindAllStringSubmatch(string(text), -1) {
		named[match[1]] = match[2]
	}
	used := map[string]bool{}
	for _, s := range product(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if name, is := queryName(n); is {
				used[name] = true
			}
			return true
		})
	}
	for _, q := range queries(t) {
		if q.analyst() {
			continue
		}
		if named[q.name] != goName(q.name) {
			t.Errorf("%s is called %q in Go: call it %s", q.path, named[q.name], goName(q.name))
		} else if !used[named[q.name]] {
			t.Errorf("cypher.%s is not used", named[q.name])
		}
		delete(named, q.name)
	}
	for name := range named {
		t.Errorf("cypher.go embeds %s.cypher, which is not there", name)
	}
}

// queryName recognizes cypher.Name.
func queryName(n ast.Node) (name string, is bool) {
	selector, is := n.(*ast.SelectorExpr)
	if !is {
		return "", false
	}
	from, is := selector.X.(*ast.Ident)
	return selector.Sel.Name, is && from.Name == "cypher"
}

// pasted are the statements that are put together, since what they name cannot be a parameter.
var pasted = map[string]string{
	"../graph/import_bulk.go": "names of constraints and indexes, which the schema gives",
}

// statement recognizes text that could be the beginning of a query.
var statement = regexp.MustCompile(`^["` + "`" + `\s]*(MATCH|OPTIONAL MATCH|MERGE|UNWIND|CREATE|DROP|CALL db|WITH) `)

// No query is put together from pieces, and none stands elsewhere than in a file of this folder.
func TestQueriesAreNotPutTogether(t *testing.T) {
	for _, s := range product(t) {
		if strings.HasPrefix(s.path, "../internal/storetest/") || strings.HasPrefix(s.path, "../cmd/bench/") {
			continue // neither is part of what people run
		}
		whole := 0
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if _, is := queryName(n.X); is && n.Op == token.ADD {
					t.Errorf("%s: something is added to a query", s.path)
				}
				if _, is := queryName(n.Y); is && n.Op == token.ADD {
					t.Errorf("%s: a query is added to something", s.path)
				}
			case *ast.CallExpr:
				if of, is := n.Fun.(*ast.SelectorExpr); is {
					if from, is := of.X.(*ast.Ident); is && (from.Name == "fmt" || from.Name == "strings") {
						for _, arg := range n.Args {
							if name, is := queryName(arg); is {
								t.Errorf("%s: %s.%s changes cypher.%s", s.path, from.Name, of.Sel.Name, name)
							}
						}
					}
				}
			case *ast.BasicLit:
				if n.Kind == token.STRING && statement.MatchString(n.Value) {
					whole++
					if pasted[s.path] == "" {
						t.Errorf("%s: %s is a query: put it into a file in cypher", s.path, n.Value)
					}
				}
			}
			return true
		})
		if pasted[s.path] != "" && whole == 0 {
			t.Errorf("%s puts no statement together any more: take it off the list", s.path)
		}
	}
}
