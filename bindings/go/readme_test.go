package codexsdk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// The README's tables list what there is, in the order of the sources. Its programs are run by tests/snippets.py.

// fields are the exported fields of every struct in a file, by its name.
func fields(file string) map[string][]string {
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	check(err)
	found := map[string][]string{}
	ast.Inspect(source, func(node ast.Node) bool {
		spec, ok := node.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if made, ok := spec.Type.(*ast.StructType); ok {
			found[spec.Name.Name] = nil
			for _, field := range made.Fields.List {
				for _, name := range field.Names {
					if name.IsExported() {
						found[spec.Name.Name] = append(found[spec.Name.Name], name.Name)
					}
				}
			}
		}
		return true
	})
	return found
}

// section is the text below a heading of the README.
func section(title string) string {
	text, err := os.ReadFile("README.md")
	check(err)
	_, rest, _ := strings.Cut(string(text), "\n## "+title+"\n")
	rest, _, _ = strings.Cut(rest, "\n## ")
	return rest
}

// named is what stands in code quotes.
func named(text string) (names []string) {
	for _, match := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}

// rows are the first and the last cells of all tables in a section, without their headings.
func rows(title string) (rows [][2]string) {
	for _, row := range regexp.MustCompile("(?m)^\\| (`.*?) \\|(?:.*\\|)? (.*)\\|$").FindAllStringSubmatch(section(title), -1) {
		rows = append(rows, [2]string{row[1], row[2]})
	}
	return rows
}

func TestREADMEEventsAndItems(t *testing.T) {
	known := map[string][]string{}
	for _, file := range []string{"events.go", "items.go"} {
		for name, fields := range fields(file) {
			if strings.HasSuffix(name, "Event") || strings.HasSuffix(name, "Item") && name != "TodoItem" {
				known[name] = fields
			}
		}
	}
	for _, row := range rows("Events and items") {
		name := named(row[0])[0]
		fields, ok := known[name]
		if listed := named(row[1]); !ok || !contains(listed, fields) {
			t.Errorf("%s has the fields %v, not %v", name, fields, listed)
		}
		delete(known, name)
	}
	if len(known) > 0 {
		t.Errorf("not listed: %v", known)
	}
}

// contains says whether all are among the names, in this order.
func contains(names, all []string) bool {
	for _, name := range names {
		if len(all) > 0 && name == all[0] {
			all = all[1:]
		}
	}
	return len(all) == 0
}

func TestREADMEOptions(t *testing.T) {
	known := fields("options.go")
	var listed []string
	for _, row := range rows("Options") {
		listed = append(listed, named(row[0])...)
	}
	want := []string{"ThreadOptions"}
	for _, kind := range []string{"ThreadOptions", "TurnOptions"} {
		want = append(want, known[kind][:len(known[kind])-1]...)
		if kind == "ThreadOptions" {
			want = append(want, "TurnOptions")
		}
	}
	if !reflect.DeepEqual(listed, want) {
		t.Errorf("%v\nis not %v", listed, want)
	}
	every := named(section("Options"))
	for _, name := range known["ClientOptions"] {
		if !contains(every, []string{name}) {
			t.Errorf("%s is not listed", name)
		}
	}
}

func TestREADMEErrors(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	check(err)
	codes := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^\t(Err\w+) +Code = "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		codes[match[1]+" "+match[2]] = true
	}
	for _, match := range regexp.MustCompile("(?m)^\\| `(Err\\w+)` \\| `(\\w+)`").FindAllStringSubmatch(section("Errors"), -1) {
		if code := match[1] + " " + match[2]; !codes[code] {
			t.Errorf("%s is listed", code)
		} else {
			delete(codes, code)
		}
	}
	if len(codes) > 0 {
		t.Errorf("not listed: %v", codes)
	}
	_, after, _ := strings.Cut(section("Errors"), "Fields of all of them")
	every := named(after)
	for _, name := range fields("errors.go")["Error"] {
		if !contains(every, []string{name}) {
			t.Errorf("%s is not listed", name)
		}
	}
}
