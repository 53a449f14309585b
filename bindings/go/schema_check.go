package codexsdk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// check looks for what encoding/json lets pass in an answer that it has read: a property that is not there, a null that
// says nothing, a value that is none of those to choose from.
func (s *schema) check(answer string) error {
	decoder := json.NewDecoder(strings.NewReader(answer))
	// Figures as they are written.
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
		// A schema, and perhaps null.
		if value == nil && s.AnyOf[len(s.AnyOf)-1].Type == "null" {
			return nil
		}
		return c.value(s.AnyOf[0], value, where)
	}
	switch value := value.(type) {
	case nil:
		return fmt.Errorf("%s is null", firstOf(where, "it"))
	case map[string]any:
		return c.members(s, value, where)
	case []any:
		for i, item := range value {
			// Without a schema for what is in it, it is not what the schema says: encoding/json has told.
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
			return fmt.Errorf("%s is %s, and none of %v", where, said, s.Enum)
		}
	}
	return nil
}

func (c answerCheck) members(s *schema, members map[string]any, where string) error {
	for _, property := range s.Properties {
		value, ok := members[property.name]
		if !ok {
			return fmt.Errorf("%s is not there", inside(where, property.name))
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

// sameNumber knows that 1 and 1.0 are one.
func sameNumber(one, other json.Number) bool {
	a, errA := strconv.ParseFloat(one.String(), 64)
	b, errB := strconv.ParseFloat(other.String(), 64)
	return errA == nil && errB == nil && a == b
}
