package codexsdk

import "encoding/json"

// Item is something the agent says or does. Its kinds are the types named …Item: [AgentMessageItem],
// [CommandExecutionItem] and so on, and [UnknownItem] for any other kind. A type switch tells them apart.
//
// A field that the CLI left out is zero. A field that this package does not know is in Raw. If a value has an unexpected
// shape, its field takes what it can, and Raw has the original: a string takes the JSON of the value, a slice takes a
// single value as its only element, and a struct takes the value in its first field.
type Item interface {
	// ID is the same in all events about the item.
	ID() string
	// Type is the CLI's name for the kind, such as "agent_message".
	Type() string
	// Raw is the item's JSON.
	Raw() json.RawMessage
}

// itemBase has the fields and methods of all items.
type itemBase struct {
	id, kind, raw string
}

// ID is the same in all events about the item.
func (i *itemBase) ID() string { return i.id }

// Type is the CLI's name for the kind, such as "agent_message".
func (i *itemBase) Type() string { return i.kind }

// Raw is the item's JSON; nil if there was none.
func (i *itemBase) Raw() json.RawMessage {
	if i.raw == "" {
		return nil
	}
	return json.RawMessage(i.raw)
}

// String returns the item's JSON.
func (i *itemBase) String() string { return i.raw }

// MarshalJSON returns the item as the CLI printed it, including fields that this package does not know; null if there was
// none.
func (i itemBase) MarshalJSON() ([]byte, error) {
	if i.raw == "" {
		return []byte("null"), nil
	}
	return asJSON(i.raw)
}

// UnknownItem is an item of a kind that this package does not know. Its JSON is in Raw.
type UnknownItem struct {
	itemBase
}

// UnmarshalJSON reads what MarshalJSON writes. To read an item of any kind, use [ParseItem].
func (u *UnknownItem) UnmarshalJSON(text []byte) error { return readItem(u, text) }

// ParseItem reads an item's JSON, for example saved from [Item.Raw]. It never fails: JSON that it cannot read is an
// [UnknownItem].
func ParseItem(json []byte) Item {
	var room [memberRoom]member
	raw := string(json)
	return newItem(raw, objectIn(raw, room[:0]))
}

// itemOfEvent is the item in an event; nil if the value is not an object.
func itemOfEvent(v value) Item {
	if v.first() != '{' {
		return nil
	}
	return itemIn(v)
}

// itemIn is an item in a result.
func itemIn(v value) Item {
	var room [memberRoom]member
	members, _ := v.members(room[:0])
	return newItem(v.json, members)
}

func newItem(raw string, members []member) Item {
	base := itemBase{kind: kindOf(members), raw: raw}
	for i := range members {
		if members[i].key == "id" {
			base.id = members[i].value.text()
		}
	}
	return itemOf(base, members)
}
