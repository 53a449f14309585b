package codexsdk_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"codexsdk"
)

type base struct {
	Kind string `json:"kind" description:"what it is"`
	Over int    `json:"over"`
}

type node struct {
	Name     string
	Children []*node `json:"children"`
	Best     *node   `json:"best" description:"of them"`
}

type level int

func (l *level) UnmarshalText([]byte) error { return nil }

type pair[T any] struct {
	First, Second T
}

// Of X, which is in both, encoding/json reads neither.
type left struct{ X, Deep int }

type right struct {
	X      int
	Tagged string `json:"tagged"`
}

type (
	tree   []tree
	forest [1]*[]forest
	star   *star

	// Through a struct a slice may contain itself.
	groups []group
	group  struct{ Groups groups }
)

type both struct{ level }

func (*both) UnmarshalJSON([]byte) error { return nil }

type itself struct{}

func (*itself) UnmarshalJSON([]byte) error { return nil }

func made[T any](t *testing.T) string {
	t.Helper()
	schema, err := codexsdk.SchemaFor[T]()
	if err != nil {
		t.Error(err)
	}
	return string(schema)
}

func around(properties, required string) string {
	return `{"type":"object","properties":{` + properties + `},"required":[` + required + `],"additionalProperties":false}`
}

func TestSchemas(t *testing.T) {
	self := `"properties":{"Name":{"type":"string"},` +
		`"children":{"type":"array","items":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},` +
		`"best":{"description":"of them","anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},` +
		`"required":["Name","children","best"],"additionalProperties":false`
	cases := map[string]struct{ got, want string }{
		"order, names": {made[struct {
			Zebra  string `json:"z"`
			Apple  bool   `json:"a,omitempty"`
			hidden int
			Out    int `json:"-"`
		}](t), around(`"z":{"type":"string"},"a":{"type":"boolean"}`, `"z","a"`)},
		"numbers": {made[struct {
			A int8        `json:"a"`
			B uint64      `json:"b"`
			C float32     `json:"c"`
			D json.Number `json:"d"`
			F *big.Int    `json:"f"`
			E int         `json:"e,string"`
		}](t), around(`"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"number"},"d":{"type":"number"},`+
			`"f":{"anyOf":[{"type":"integer"},{"type":"null"}]},"e":{"type":"string"}`, `"a","b","c","d","f","e"`)},
		"texts": {made[struct {
			At    time.Time `json:"at"`
			Level level     `json:"level"`
		}](t), around(`"at":{"type":"string","format":"date-time"},"level":{"type":"string"}`, `"at","level"`)},
		"null": {made[struct {
			A *string `json:"a"`
		}](t), around(`"a":{"anyOf":[{"type":"string"},{"type":"null"}]}`, `"a"`)},
		"embedded": {made[struct {
			base
			Over string `json:"over"`
		}](t), around(`"kind":{"description":"what it is","type":"string"},"over":{"type":"string"}`, `"kind","over"`)},
		"embedded twice": {made[struct {
			*base
			Other struct{ base } `json:"other"`
		}](t), around(`"kind":{"description":"what it is","type":"string"},"over":{"type":"integer"},"other":`+
			around(`"kind":{"description":"what it is","type":"string"},"over":{"type":"integer"}`, `"kind","over"`), `"kind","over","other"`)},
		"embedded, of one name": {made[struct {
			left
			right
		}](t), around(`"Deep":{"type":"integer"},"tagged":{"type":"string"}`, `"Deep","tagged"`)},
		"as string": {made[struct {
			//lint:ignore SA5008 encoding/json does not heed it
			A []int `json:"a,string"`
			B *bool `json:"b,string"`
			//lint:ignore SA5008 encoding/json does not heed it
			C base `json:"c,string"`
		}](t), around(`"a":{"type":"array","items":{"type":"integer"}},"b":{"type":"string"},"c":`+made[base](t), `"a","b","c"`)},
		"enum": {made[struct {
			A string   `json:"a" enum:"x,y"`
			B []string `json:"b" enum:"x"`
			C *int     `json:"c" enum:"1, 2"`
		}](t), around(`"a":{"type":"string","enum":["x","y"]},"b":{"type":"array","items":{"type":"string","enum":["x"]}},`+
			`"c":{"anyOf":[{"type":"integer","enum":[1,2]},{"type":"null"}]}`, `"a","b","c"`)},
		"generic":         {made[pair[bool]](t), around(`"First":{"type":"boolean"},"Second":{"type":"boolean"}`, `"First","Second"`)},
		"empty":           {made[struct{}](t), around("", "")},
		"pointer":         {made[*base](t), made[base](t)},
		"contains itself": {made[node](t), `{"type":"object",` + self + `,"$defs":{"node":{"type":"object",` + self + `}}}`},
		"inside": {made[pair[node]](t), `{"type":"object","properties":{"First":{"$ref":"#/$defs/node"},"Second":{"$ref":"#/$defs/node"}},` +
			`"required":["First","Second"],"additionalProperties":false,"$defs":{"node":{"type":"object",` + self + `}}}`},
		"slice that contains itself": {made[groups](t), `{"type":"object","properties":{"response":{"type":"array","items":` +
			`{"$ref":"#/$defs/group"}}},"required":["response"],"additionalProperties":false,"$defs":{"group":` +
			around(`"Groups":{"type":"array","items":{"$ref":"#/$defs/group"}}`, `"Groups"`) + `}}`},
		"slice": {made[[]base](t), around(`"response":{"type":"array","items":`+made[base](t)+`}`, `"response"`)},
		"text":  {made[time.Time](t), around(`"response":{"type":"string","format":"date-time"}`, `"response"`)},
	}
	for name, schema := range cases {
		if schema.got != schema.want {
			t.Errorf("%s:\nis  %s\nnot %s", name, schema.got, schema.want)
		}
	}
}

func TestTypesWithoutSchema(t *testing.T) {
	refused := func(_ json.RawMessage, err error) error { return err }
	cases := map[string]struct {
		err   error
		words string
	}{
		"any":    {refused(codexsdk.SchemaFor[any]()), "is an interface"},
		"map":    {refused(codexsdk.SchemaFor[struct{ A []map[string]int }]()), ".A[]: map[string]int is a map"},
		"raw":    {refused(codexsdk.SchemaFor[pair[json.RawMessage]]()), ".First: json.RawMessage decodes its own JSON"},
		"both":   {refused(codexsdk.SchemaFor[*both]()), "decodes its own JSON"},
		"slice":  {refused(codexsdk.SchemaFor[tree]()), "tree contains itself, but not through a struct"},
		"array":  {refused(codexsdk.SchemaFor[struct{ A [2]forest }]()), "forest contains itself, but not through a struct"},
		"star":   {refused(codexsdk.SchemaFor[struct{ A star }]()), ".A: codexsdk_test.star contains itself"},
		"itself": {refused(codexsdk.SchemaFor[itself]()), "decodes its own JSON"},
		"bytes":  {refused(codexsdk.SchemaFor[struct{ A []byte }]()), "base64"},
		"chan":   {refused(codexsdk.SchemaFor[chan int]()), "cannot be represented as JSON"},
		"enum": {refused(codexsdk.SchemaFor[struct {
			A int `enum:"many"`
		}]()), `cannot have the value "many"`},
	}
	for name, refused := range cases {
		if failed := refusal(t, refused.err); failed.Option != "output_schema" || !strings.Contains(failed.Message, refused.words) {
			t.Errorf("%s: %v", name, failed)
		}
	}
}
