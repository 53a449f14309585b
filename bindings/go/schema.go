package codexsdk

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SchemaFor returns the JSON Schema of a type. It is strict, as OpenAI's models require: every property is required, and no
// others are allowed.
//
// The type is a struct, with the tags of encoding/json. Its fields may be strings, numbers, bools, structs, slices,
// time.Time, big.Int, and types that encode as text. A pointer may be null. A type may contain itself. Two more tags
// inform the model:
//
//	type Report struct {
//		State string   `json:"state" enum:"ok, action_required"`
//		Notes []string `json:"notes" description:"one sentence each"`
//	}
//
// Spaces around the values of enum are ignored.
//
// The service requires an object. For any other type the schema is that of {"response": …}, which [RunJSON] unwraps. Maps
// and interfaces are [ErrInvalidArgument]: a strict schema must say what they contain.
func SchemaFor[T any]() (json.RawMessage, error) {
	made, err := schemaOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	return json.Marshal(made)
}

func schemaOf(kind reflect.Type) (*schema, error) {
	maker := schemaMaker{names: map[reflect.Type]string{}, making: map[reflect.Type]bool{}}
	root, err := maker.of(kind, kind.String())
	if err != nil {
		return nil, err
	}
	switch {
	case !isObject(kind):
		root = object(property{"response", root})
	case root.Ref != "":
		// The type contains itself, but the top level must be an object.
		at := *maker.definitions.named(strings.TrimPrefix(root.Ref, refPrefix))
		root = &at
	}
	root.Definitions = maker.definitions
	return root, nil
}

// isObject reports whether the JSON of a type is an object.
func isObject(kind reflect.Type) bool {
	kind = pointedTo(kind)
	return kind.Kind() == reflect.Struct && !isText(kind)
}

const refPrefix = "#/$defs/"

// schema is the part of JSON Schema that is used here.
type schema struct {
	Ref         string     `json:"$ref,omitzero"`
	Description string     `json:"description,omitzero"`
	Type        string     `json:"type,omitzero"`
	Format      string     `json:"format,omitzero"`
	Enum        []any      `json:"enum,omitzero"`
	AnyOf       []*schema  `json:"anyOf,omitzero"`
	Items       *schema    `json:"items,omitzero"`
	Properties  properties `json:"properties,omitzero"`
	Required    []string   `json:"required,omitzero"`
	// Always false if present.
	AdditionalProperties *bool      `json:"additionalProperties,omitzero"`
	Definitions          properties `json:"$defs,omitzero"`
}

// properties are in order, because models follow it.
type properties []property

type property struct {
	name string
	*schema
}

// MarshalJSON writes an object.
func (p properties) MarshalJSON() ([]byte, error) {
	var text bytes.Buffer
	text.WriteByte('{')
	for i, property := range p {
		if i > 0 {
			text.WriteByte(',')
		}
		name, err := json.Marshal(property.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(property.schema)
		if err != nil {
			return nil, err
		}
		text.Write(name)
		text.WriteByte(':')
		text.Write(value)
	}
	text.WriteByte('}')
	return text.Bytes(), nil
}

func (p properties) named(name string) *schema {
	for _, property := range p {
		if property.name == name {
			return property.schema
		}
	}
	return nil
}

func object(members ...property) *schema {
	made := &schema{
		Type: "object", Properties: properties{}, Required: []string{}, AdditionalProperties: new(bool),
	}
	for _, member := range members {
		made.Properties = append(made.Properties, member)
		made.Required = append(made.Required, member.name)
	}
	return made
}

// schemaMaker makes the schemas of a type and of the types in it. Types that contain themselves go to the definitions, all
// others where they are used.
type schemaMaker struct {
	definitions properties
	names       map[reflect.Type]string
	making      map[reflect.Type]bool
	// The slices, arrays and pointers around the current type, up to the innermost struct.
	around []reflect.Type
}

// of makes the schema of a type. The place is for error messages.
func (m *schemaMaker) of(kind reflect.Type, where string) (*schema, error) {
	switch kind.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		if slices.Contains(m.around, kind) {
			return nil, noSchema(where, kind, "contains itself, but not through a struct: a schema can only refer to structs")
		}
		around := m.around
		m.around = append(around, kind)
		defer func() { m.around = around }()
	}
	switch {
	case kind == reflect.TypeFor[time.Time]():
		return &schema{Type: "string", Format: "date-time"}, nil
	case kind == reflect.TypeFor[json.Number]():
		return &schema{Type: "number"}, nil
	case kind == reflect.TypeFor[big.Int]():
		return &schema{Type: "integer"}, nil
	case kind.Kind() == reflect.Pointer:
		pointed, err := m.of(kind.Elem(), where)
		if err != nil || where == kind.String() {
			return pointed, err
		}
		return &schema{AnyOf: []*schema{pointed, {Type: "null"}}}, nil
	case reflect.PointerTo(kind).Implements(reflect.TypeFor[json.Unmarshaler]()):
		// Even if it can also be decoded from text.
		return nil, noSchema(where, kind, "decodes its own JSON")
	case isText(kind):
		return &schema{Type: "string"}, nil
	}
	switch kind.Kind() {
	case reflect.String:
		return &schema{Type: "string"}, nil
	case reflect.Bool:
		return &schema{Type: "boolean"}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &schema{Type: "integer"}, nil
	case reflect.Float32, reflect.Float64:
		return &schema{Type: "number"}, nil
	case reflect.Slice, reflect.Array:
		if kind.Elem().Kind() == reflect.Uint8 {
			return nil, noSchema(where, kind, "is a byte slice, which the model would have to write in base64")
		}
		items, err := m.of(kind.Elem(), where+"[]")
		return &schema{Type: "array", Items: items}, err
	case reflect.Struct:
		return m.once(kind, where)
	case reflect.Map:
		return nil, noSchema(where, kind, "is a map, but a strict schema must name every key: use a slice of key-value pairs")
	case reflect.Interface:
		return nil, noSchema(where, kind, "is an interface, but a strict schema must say what it contains")
	default:
		return nil, noSchema(where, kind, "cannot be represented as JSON")
	}
}

// once makes the schema of a struct. Where the struct contains itself, the schema is a reference.
func (m *schemaMaker) once(kind reflect.Type, where string) (*schema, error) {
	_, isNamed := m.names[kind]
	if isNamed || m.making[kind] {
		if !isNamed {
			m.names[kind] = m.newName(kind.Name())
		}
		return m.reference(kind), nil
	}
	around := m.around
	m.making[kind], m.around = true, nil
	made, err := m.object(kind, where)
	delete(m.making, kind)
	m.around = around
	if name, isNamed := m.names[kind]; isNamed && err == nil {
		m.definitions = append(m.definitions, property{name, made})
		made = m.reference(kind)
	}
	return made, err
}

func (m *schemaMaker) reference(kind reflect.Type) *schema {
	return &schema{Ref: refPrefix + m.names[kind]}
}

func (m *schemaMaker) newName(name string) string {
	// The name of a generic type contains the names of packages.
	if i := strings.IndexByte(name, '['); i >= 0 {
		name = name[:i]
	}
	for _, taken := range m.names {
		if taken == name {
			return m.newName(name + "_")
		}
	}
	return name
}

func (m *schemaMaker) object(kind reflect.Type, where string) (*schema, error) {
	made := object()
	for _, field := range jsonFields(kind) {
		where := where + "." + field.name
		of, err := m.of(field.Type, where)
		if err != nil {
			return nil, err
		}
		if field.asString {
			of = &schema{Type: "string"}
		}
		if choices, ok := field.Tag.Lookup("enum"); ok {
			if err := choose(of, choices, where, field.Type); err != nil {
				return nil, err
			}
		}
		if description := field.Tag.Get("description"); description != "" {
			if of.Ref != "" {
				// A reference may have no siblings.
				of = &schema{AnyOf: []*schema{of}}
			}
			of.Description = description
		}
		made.Properties = append(made.Properties, property{field.name, of})
		made.Required = append(made.Required, field.name)
	}
	return made, nil
}

// choose restricts a schema to the values of the tag enum.
func choose(of *schema, choices, where string, kind reflect.Type) error {
	for _, inner := range append([]*schema{of.Items}, of.AnyOf...) {
		if inner != nil && inner.Type != "null" {
			return choose(inner, choices, where, kind)
		}
	}
	for _, choice := range strings.Split(choices, ",") {
		choice = strings.TrimSpace(choice)
		switch of.Type {
		case "string":
			of.Enum = append(of.Enum, choice)
			continue
		case "integer", "number":
			if _, err := strconv.ParseFloat(choice, 64); err == nil {
				of.Enum = append(of.Enum, json.Number(choice))
				continue
			}
		}
		return noSchema(where, kind, fmt.Sprintf("cannot have the value %q of its enum tag", choice))
	}
	return nil
}

func isText(kind reflect.Type) bool {
	return reflect.PointerTo(kind).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func pointedTo(kind reflect.Type) reflect.Type {
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	return kind
}

func noSchema(where string, kind reflect.Type, why string) error {
	return invalidArgument("output_schema", fmt.Sprintf(
		"cannot make a JSON Schema for %s: %s %s; pass your own schema as OutputSchema", where, kind, why))
}
