package codexsdk

// Response answers an [ApprovalRequestedEvent] or a [ToolRequestedEvent]: a [Decision], or a [Reply] if there is more to
// say than yes or no.
type Response interface {
	response() Reply
}

// Decision says whether the agent may do what it asks for. It is the [Response] to most requests.
type Decision string

// Values of Decision. The Decisions of an [ApprovalRequestedEvent] are those that it can be answered with.
const (
	// DecisionAccept lets the agent do it.
	DecisionAccept Decision = "accept"
	// DecisionAcceptForSession lets the agent do it, and not ask again for the like.
	DecisionAcceptForSession Decision = "accept_for_session"
	// DecisionDecline does not let the agent do it; it continues without.
	DecisionDecline Decision = "decline"
	// DecisionCancel ends the turn with [ErrCancelled].
	DecisionCancel Decision = "cancel"
)

func (d Decision) response() Reply { return Reply{Decision: d} }

// Reply is a [Response] with more than a decision. Which fields it has depends on the request; the others are zero.
type Reply struct {
	// Whether the agent may do what it asks for.
	Decision Decision `json:"decision,omitzero"`
	// To "permissions": what to grant instead of everything that was asked for, with the app-server's own names.
	Permissions any `json:"permissions,omitzero"`
	// With Permissions: how long they hold, "turn" (the default) or "session".
	Scope string `json:"scope,omitzero"`
	// To "user_input": the answers to each question, by its id.
	Answers map[string][]string `json:"answers,omitzero"`
	// To "mcp_elicitation", with [DecisionAccept]: a value that follows the Schema of the event. To a call of a tool: an
	// array of {"type":"text","text":…} and {"type":"image","url":"data:…"}.
	Content any `json:"content,omitzero"`
	// To a call of a tool: what went wrong, in words for the agent.
	Error string `json:"error,omitzero"`
	// The response in the app-server's own form, instead of all these.
	Raw any `json:"raw,omitzero"`
}

func (r Reply) response() Reply { return r }

func respond(turn turnHandle, requestID string, response Response) error {
	if response == nil {
		return invalidArgument("response", "there is no response")
	}
	encodedID, err := encodeText("the request id", requestID)
	if err != nil {
		return err
	}
	encoded, err := encode(response.response(), nil)
	if err != nil {
		return err
	}
	return unlessEnded(turnRespond(turn, encodedID, encoded))
}
