// Code generated from schema/sdk.json by `make vocabulary`. DO NOT EDIT.

package codexsdk

func eventOf(base eventBase, members []member) Event {
	switch base.kind {
	case "thread.started":
		event := &ThreadStartedEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.started":
		return &TurnStartedEvent{eventBase: base}
	case "item.started":
		event := &ItemStartedEvent{eventBase: base}
		event.fill(members)
		if event.Item == nil {
			event.Item = itemIn(value{})
		}
		return event
	case "item.updated":
		event := &ItemUpdatedEvent{eventBase: base}
		event.fill(members)
		if event.Item == nil {
			event.Item = itemIn(value{})
		}
		return event
	case "item.completed":
		event := &ItemCompletedEvent{eventBase: base}
		event.fill(members)
		if event.Item == nil {
			event.Item = itemIn(value{})
		}
		return event
	case "turn.completed":
		event := &TurnCompletedEvent{eventBase: base}
		event.fill(members)
		return event
	case "turn.failed":
		event := &TurnFailedEvent{eventBase: base}
		event.fill(members)
		return event
	case "error":
		event := &ThreadErrorEvent{eventBase: base}
		event.fill(members)
		return event
	default:
		return &UnknownEvent{base}
	}
}

// ThreadStartedEvent is the event "thread.started": the first event of a turn. From now on the thread has its id.
type ThreadStartedEvent struct {
	eventBase
	// Id to resume the thread with.
	ThreadID string
}

func (t *ThreadStartedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "thread_id":
			t.ThreadID = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *ThreadStartedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// TurnStartedEvent is the event "turn.started": the prompt was sent to the model.
type TurnStartedEvent struct {
	eventBase
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnStartedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// ItemStartedEvent is the event "item.started": the agent started something. Messages and reasoning are only ever
// completed.
type ItemStartedEvent struct {
	eventBase
	// The item so far.
	Item Item
}

func (i *ItemStartedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item":
			i.Item = itemIn(member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemStartedEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// ItemUpdatedEvent is the event "item.updated": something the agent does has changed, such as a step of its plan.
type ItemUpdatedEvent struct {
	eventBase
	// The item so far.
	Item Item
}

func (i *ItemUpdatedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item":
			i.Item = itemIn(member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemUpdatedEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// ItemCompletedEvent is the event "item.completed": the agent finished something.
type ItemCompletedEvent struct {
	eventBase
	// The complete item.
	Item Item
}

func (i *ItemCompletedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "item":
			i.Item = itemIn(member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (i *ItemCompletedEvent) UnmarshalJSON(text []byte) error { return readEvent(i, text) }

// TurnCompletedEvent is the event "turn.completed": the turn completed.
type TurnCompletedEvent struct {
	eventBase
	// Token counts of the whole thread. This turn's share is the result's TurnUsage.
	Usage *Usage
}

func (t *TurnCompletedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "usage":
			t.Usage = optional[Usage](member.value)
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnCompletedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// TurnFailedEvent is the event "turn.failed": the turn failed. [ErrTurnFailed] follows.
type TurnFailedEvent struct {
	eventBase
	// Why the turn failed.
	Message string
}

func (t *TurnFailedEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "error":
			t.Message = recordOf[threadError](member.value).Message
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *TurnFailedEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// ThreadErrorEvent is the event "error": a notice from the CLI, usually that it retries ("Reconnecting... 1/5"). The
// turn continues.
type ThreadErrorEvent struct {
	eventBase
	// The notice.
	Message string
}

func (t *ThreadErrorEvent) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "message":
			t.Message = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

// UnmarshalJSON reads what MarshalJSON writes. To read an event of any kind, use [ParseEvent].
func (t *ThreadErrorEvent) UnmarshalJSON(text []byte) error { return readEvent(t, text) }

// threadError says why a turn failed.
type threadError struct {
	// The agent's own message.
	Message string `json:"message"`
}

func (t *threadError) fill(members []member) (found bool) {
	for _, member := range members {
		switch member.key {
		case "message":
			t.Message = member.value.text()
		default:
			continue
		}
		found = true
	}
	return found
}

func (t *threadError) fillFirst(v value) bool {
	t.Message = v.text()
	return true
}
