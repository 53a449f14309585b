package codexsdk

// Event is something that happens in a turn. Its kinds are the types named …Event: [ItemCompletedEvent],
// [TurnCompletedEvent] and so on, and [UnknownEvent] for any other kind. A type switch tells them apart:
//
//	switch event := event.(type) {
//	case *codexsdk.ItemCompletedEvent:
//		fmt.Println(event.Item)
//	case *codexsdk.TurnCompletedEvent:
//		fmt.Println(event.Usage)
//	}
//
// A field that the CLI left out is zero. A field that this package does not know is in Line.
type Event interface {
	// Type is the CLI's name for the kind, such as "item.completed".
	Type() string
	// Line is the JSON that the CLI printed, byte for byte.
	Line() string
}

// eventBase has the fields and methods of all events.
type eventBase struct {
	kind, line string
}

// Type is the CLI's name for the kind, such as "item.completed".
func (e *eventBase) Type() string { return e.kind }

// Line is the JSON that the CLI printed, byte for byte.
func (e *eventBase) Line() string { return e.line }

// String returns the event's line.
func (e *eventBase) String() string { return e.line }

// MarshalJSON returns the line as the CLI printed it, including fields that this package does not know. A line that is
// not JSON is written as a string.
func (e eventBase) MarshalJSON() ([]byte, error) { return asJSON(e.line) }

// UnknownEvent is an event of a kind that this package does not know, an event about an item without an item, or a line
// that is not an event. Its JSON is in Line.
type UnknownEvent struct {
	eventBase
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (u *UnknownEvent) UnmarshalJSON(text []byte) error { return readEvent(u, text) }

// ParseEvent reads a line that the CLI printed, for example one saved from [Event.Line]. It never fails: a line that it
// cannot read is an [UnknownEvent].
func ParseEvent(line string) Event {
	var room [memberRoom]member
	members := objectIn(line, room[:0])
	return eventOf(eventBase{kindOf(members), line}, members)
}

// kindOf is the type of an event or item.
func kindOf(members []member) (kind string) {
	for i := range members {
		if members[i].key == "type" {
			kind = members[i].value.word()
		}
	}
	return kind
}
