package codexsdk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// check checks an answer for what encoding/json accepts and the schema does not: a missing property, a null, a value that
// is not in an enum.
func (s *schema) check(answer string) error {
	decoder := json.NewDecoder(strings.NewReader(answer))
	// Keep numbers as they are written.
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	return answerCheck{s.Definitions}.value(s, value, "")
}

type answerCheck struct {
	definitions properties
}

func (c answerCheck) value(s *schema, value any, where string) error {
	if s.Ref != "" {
		s = c.definitions.named(strings.TrimPrefix(s.Ref, refPrefix))
	}
	if len(s.AnyOf) > 0 {
		// A schema, or a schema and null.
		if value == nil && s.AnyOf[len(s.AnyOf)-1].Type == "null" {
			return nil
		}
		return c.value(s.AnyOf[0], value, where)
	}
	switch value := value.(type) {
	case nil:
		return fmt.Errorf("%s is null", firstOf(where, "the answer"))
	case map[string]any:
		return c.members(s, value, where)
	case []any:
		for i, item := range value {
			// Without a schema for the elements this is not an array in the schema, which encoding/json has reported.
			if s.Items == nil {
				break
			}
			if err := c.value(s.Items, item, fmt.Sprintf("%s[%d]", where, i)); err != nil {
				return err
			}
		}
	default:
		if len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, func(choice any) bool { return isChoice(choice, value) }) {
			said, _ := json.Marshal(value)
			return fmt.Errorf("%s is %s, not one of %v", where, said, s.Enum)
		}
	}
	return nil
}

func (c answerCheck) members(s *schema, members map[string]any, where string) error {
	for _, property := range s.Properties {
		value, ok := members[property.name]
		if !ok {
			return fmt.Errorf("%s is missing", inside(where, property.name))
		}
		if err := c.value(property.schema, value, inside(where, property.name)); err != nil {
			return err
		}
	}
	return nil
}

func isChoice(choice, value any) bool {
	if choice, ok := choice.(json.Number); ok {
		number, ok := value.(json.Number)
		return ok && sameNumber(choice, number)
	}
	return choice == value
}

// sameNumber reports whether two numbers are equal, as 1 and 1.0 are.
func sameNumber(one, other json.Number) bool {
	a, errA := strconv.ParseFloat(one.String(), 64)
	b, errB := strconv.ParseFloat(other.String(), 64)
	return errA == nil && errB == nil && a == b
}
