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

// jsonFields returns the fields that encoding/json decodes, including those of embedded structs. By its rules, of several
// fields with the same name the least nested one counts, then the one named by its tag, else none.
func jsonFields(kind reflect.Type) []jsonField {
	all := collectFields(kind, 0, map[reflect.Type]bool{})
	var visible []jsonField
	for i := range all {
		if !isHidden(i, all) {
			visible = append(visible, all[i])
		}
	}
	return visible
}

func isHidden(place int, all []jsonField) bool {
	field := all[place]
	for i, other := range all {
		if i == place || other.name != field.name {
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
		embedded := field.Type
		if embedded.Kind() == reflect.Pointer {
			embedded = embedded.Elem()
		}
		switch {
		case tag == "-":
		case field.Anonymous && name == "" && embedded.Kind() == reflect.Struct:
			fields = append(fields, collectFields(embedded, depth+1, inside)...)
		case field.IsExported():
			fields = append(fields, jsonField{
				StructField: field,
				name:        firstOf(name, field.Name),
				asString:    strings.Contains(","+options+",", ",string,") && isScalar(field.Type),
				tagged:      name != "",
				depth:       depth,
			})
		}
	}
	return fields
}

// isScalar reports whether a tag's option "string" applies to a type.
func isScalar(kind reflect.Type) bool {
	if kind.Kind() == reflect.Pointer && kind.Name() == "" {
		kind = kind.Elem()
	}
	switch kind.Kind() {
	case reflect.Bool, reflect.String:
		return true
	default:
		return kind.Kind() >= reflect.Int && kind.Kind() <= reflect.Float64
	}
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
