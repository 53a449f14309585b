package codexsdk

import (
	"reflect"
	"strings"
)

// jsonField is a field of a struct as encoding/json sees it.
type jsonField struct {
	reflect.StructField
	name     string
	asString bool
	tagged   bool
	depth    int
}

// jsonFields are the fields that encoding/json reads, those of embedded structs among them, by its rules: of several
// with one name the least deep counts, then the one whose tag gives the name, else none.
func jsonFields(kind reflect.Type) []jsonField {
	all := collectFields(kind, 0, map[reflect.Type]bool{})
	var visible []jsonField
	for _, field := range all {
		if !isHidden(field, all) {
			visible = append(visible, field)
		}
	}
	return visible
}

func isHidden(field jsonField, all []jsonField) bool {
	for _, other := range all {
		if other.name != field.name || reflect.DeepEqual(other.Index, field.Index) && other.depth == field.depth {
			continue
		}
		if other.depth < field.depth || other.depth == field.depth && (other.tagged || !field.tagged) {
			return true
		}
	}
	return false
}

func collectFields(kind reflect.Type, depth int, inside map[reflect.Type]bool) []jsonField {
	if inside[kind] {
		return nil
	}
	inside[kind] = true
	defer delete(inside, kind)
	var fields []jsonField
	for i := range kind.NumField() {
		field := kind.Field(i)
		tag := field.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		embedded := pointedTo(field.Type)
		switch {
		case tag == "-":
		case field.Anonymous && name == "" && embedded.Kind() == reflect.Struct:
			fields = append(fields, collectFields(embedded, depth+1, inside)...)
		case field.IsExported():
			fields = append(fields, jsonField{
				StructField: field,
				name:        firstOf(name, field.Name),
				asString:    strings.Contains(","+options+",", ",string,"),
				tagged:      name != "",
				depth:       depth,
			})
		}
	}
	return fields
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
