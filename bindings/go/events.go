package codexsdk

// Event is something that happens in a turn. A type switch tells what:
//
//	switch event := event.(type) {
//	case *codexsdk.ItemCompletedEvent:
//		fmt.Println(event.Item)
//	case *codexsdk.TurnCompletedEvent:
//		fmt.Println(event.Usage)
//	}
//
// The kinds are [ThreadStartedEvent], [TurnStartedEvent], [ItemStartedEvent], [ItemUpdatedEvent],
// [ItemCompletedEvent], [TurnCompletedEvent], [TurnFailedEvent], [ThreadErrorEvent], and [UnknownEvent] for whatever the
// CLI invents next. A field that the CLI has left out is zero; one that this package does not know is in Line.
type Event interface {
	// Type is the CLI's own word, such as "item.completed".
	Type() string
	// Line is the JSON that the CLI has printed, byte for byte.
	Line() string
}

// eventBase is what all events have.
type eventBase struct {
	kind, line string
}

// Type is the CLI's own word, such as "item.completed".
func (e *eventBase) Type() string { return e.kind }

// Line is the JSON that the CLI has printed, byte for byte.
func (e *eventBase) Line() string { return e.line }

// String is the event's line.
func (e *eventBase) String() string { return e.line }

// MarshalJSON gives the event as the CLI has printed it, with what this package does not know; a line that is no JSON it
// gives as a string.
func (e eventBase) MarshalJSON() ([]byte, error) { return asJSON(e.line) }

// ThreadStartedEvent is the first event of a turn: now the thread has its id.
type ThreadStartedEvent struct {
	eventBase
	// ThreadID is what [Client.ResumeThread] goes on with.
	ThreadID string
}

// TurnStartedEvent says that the prompt is with the model.
type TurnStartedEvent struct {
	eventBase
}

// ItemStartedEvent says that the agent begins to do something. Messages and thoughts are only ever completed.
type ItemStartedEvent struct {
	eventBase
	// Item is as far as it has come.
	Item Item
}

// ItemUpdatedEvent says that what the agent does has changed: a step of its plan is done, for example.
type ItemUpdatedEvent struct {
	eventBase
	// Item is as far as it has come.
	Item Item
}

// ItemCompletedEvent says that the agent has said or done something.
type ItemCompletedEvent struct {
	eventBase
	// Item is all of it.
	Item Item
}

// TurnCompletedEvent is the end of a turn that went well. Usage counts the whole thread; TurnResult.TurnUsage is the
// turn's share.
type TurnCompletedEvent struct {
	eventBase
	// Usage is nil if the CLI has not said it.
	Usage *Usage
}

// TurnFailedEvent is the end of a turn that did not; the error ErrTurnFailed comes after it.
type TurnFailedEvent struct {
	eventBase
	// Message is the agent's own.
	Message string
}

// ThreadErrorEvent is a notice of the CLI, mostly that it tries again ("Reconnecting... 1/5"). It ends nothing.
type ThreadErrorEvent struct {
	eventBase
	// Message is the CLI's own.
	Message string
}

// UnknownEvent is a kind of event that this package does not know; all of it is in Line.
type UnknownEvent struct {
	eventBase
}

// Usage is token figures. The cached ones are among InputTokens, those for reasoning among OutputTokens.
type Usage struct {
	InputTokens           int64 `json:"input_tokens"`
	CachedInputTokens     int64 `json:"cached_input_tokens"`
	CacheWriteInputTokens int64 `json:"cache_write_input_tokens"`
	OutputTokens          int64 `json:"output_tokens"`
	ReasoningOutputTokens int64 `json:"reasoning_output_tokens"`
}

// ParseEvent reads a line that the CLI has printed, or that [Event.Line] gave and a program has kept. It never fails:
// what it cannot read is an [UnknownEvent].
func ParseEvent(line string) Event {
	var event Event = &UnknownEvent{eventBase{line: line}}
	lookInto(line, func(members []jsonMember) { event = newEvent(line, members) })
	return event
}

func newEvent(line string, members []jsonMember) Event {
	// Of what is not there everything is empty.
	var kind, threadID, item, usage, failure, message jsonMember
	for _, member := range members {
		switch member.key() {
		case "type":
			kind = member
		case "thread_id":
			threadID = member
		case "item":
			item = member
		case "usage":
			usage = member
		case "error":
			failure = member
		case "message":
			message = member
		}
	}
	base := eventBase{kind.word(), line}
	switch base.kind {
	case "thread.started":
		return &ThreadStartedEvent{base, threadID.string()}
	case "turn.started":
		return &TurnStartedEvent{base}
	case "item.started":
		return &ItemStartedEvent{base, newItem(&item)}
	case "item.updated":
		return &ItemUpdatedEvent{base, newItem(&item)}
	case "item.completed":
		return &ItemCompletedEvent{base, newItem(&item)}
	case "turn.completed":
		return &TurnCompletedEvent{base, as[*Usage](usage)}
	case "turn.failed":
		said := as[struct {
			Message string `json:"message"`
		}](failure)
		return &TurnFailedEvent{base, said.Message}
	case "error":
		return &ThreadErrorEvent{base, message.string()}
	default:
		return &UnknownEvent{base}
	}
}
