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

// SchemaFor makes the JSON Schema of a type, strict as OpenAI's models want it: every property is required, and no
// other is allowed.
//
// The type is a struct with the tags of encoding/json, of strings, numbers, bools, structs, slices, time.Time, big.Int and
// types that are written as text. A pointer may be null; a type may contain itself. Two more tags say more to the model:
//
//	type Report struct {
//		State string   `json:"state" enum:"ok, action_required"`
//		Notes []string `json:"notes" description:"one sentence each"`
//	}
//
// Spaces around the values of enum do not count.
//
// The service wants an object: the answer to any other type is asked for as {"response": …}, and [RunJSON] takes it out
// of there. Maps and interfaces, of which a strict schema cannot tell what they hold, are ErrInvalidArgument.
func SchemaFor[T any]() (json.RawMessage, error) {
<<<<<<< HEAD
	made, err := schemaOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	return json.Marshal(made)
}

func schemaOf(kind reflect.Type) (*schema, error) {
	maker := schemaMaker{names: map[reflect.Type]string{}, making: map[reflect.Type]bool{}, around: map[reflect.Type]bool{}}
=======
	kind := reflect.TypeFor[T]()
	maker := schemaMaker{names: map[reflect.Type]string{}, making: map[reflect.Type]bool{}}
>>>>>>> go2
	root, err := maker.of(kind, kind.String())
	if err != nil {
		return nil, err
	}
	switch {
	case !isObject(kind):
		root = object(property{"response", root})
	case root.Ref != "":
		// It contains itself; at the top there has to be an object all the same.
		at := *maker.definitions.named(strings.TrimPrefix(root.Ref, refPrefix))
		root = &at
	}
	root.Definitions = maker.definitions
	return root, nil
}

// isObject says whether a type is asked for as it is.
func isObject(kind reflect.Type) bool {
	kind = pointedTo(kind)
	return kind.Kind() == reflect.Struct && !isText(kind)
}

const refPrefix = "#/$defs/"

// schema is what we use of JSON Schema.
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
	// Always false, where it is there.
	AdditionalProperties *bool      `json:"additionalProperties,omitzero"`
	Definitions          properties `json:"$defs,omitzero"`
}

// properties keep their order, which models follow.
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

// schemaMaker makes the schemas of one type and those in it. Types that contain themselves stand in definitions, all
// others where they are used.
type schemaMaker struct {
	definitions properties
	names       map[reflect.Type]string
	making      map[reflect.Type]bool
	// Slices, arrays and pointers that are being made, from the innermost struct on.
	around []reflect.Type
}

// of makes the schema of a type; where it stands, for people.
func (m *schemaMaker) of(kind reflect.Type, where string) (*schema, error) {
	switch kind.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		if slices.Contains(m.around, kind) {
			return nil, noSchema(where, kind, "contains itself without a struct, which alone can be referred to")
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
		// Even if it can be read from text as well.
		return nil, noSchema(where, kind, "reads its JSON itself")
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
			return nil, noSchema(where, kind, "is bytes, which a model would have to write in base64")
		}
		items, err := m.of(kind.Elem(), where+"[]")
		return &schema{Type: "array", Items: items}, err
	case reflect.Struct:
		return m.once(kind, where)
	case reflect.Map:
		return nil, noSchema(where, kind, "has free keys, and a strict schema names them all: use a slice of pairs")
	case reflect.Interface:
		return nil, noSchema(where, kind, "can be anything, and a strict schema has to say what")
	default:
		return nil, noSchema(where, kind, "cannot be said in JSON")
	}
}

// once makes the schema of what may contain itself: there it is a reference.
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
	// The name of a generic type has those of packages in it.
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
				// Beside a reference nothing may stand.
				of = &schema{AnyOf: []*schema{of}}
			}
			of.Description = description
		}
		made.Properties = append(made.Properties, property{field.name, of})
		made.Required = append(made.Required, field.name)
	}
	return made, nil
}

// choose leaves the values of the tag enum.
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
		return noSchema(where, kind, fmt.Sprintf("cannot be %q, as its tag enum says", choice))
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
		"no JSON Schema can be made of %s: %s %s; give a schema of your own as OutputSchema", where, kind, why))
}
