package codexsdk

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"time"
)

// ThreadInfo describes a conversation that the CLI has stored.
type ThreadInfo struct {
	// ID is what [Client.ResumeThread] takes.
	ID string
	// Name is what [Thread.SetName] has set, or empty.
	Name string
	// Preview is the beginning of the conversation.
	Preview string
	// Cwd is the folder the agent works in.
	Cwd string
	// When the conversation began, and when it was last continued.
	CreatedAt, UpdatedAt time.Time
	// Raw is everything that the CLI says of it, with the app-server's own names; from [Client.ReadThread] with its turns.
	Raw json.RawMessage
}

// UnmarshalJSON reads what the app-server says of a thread.
func (t *ThreadInfo) UnmarshalJSON(text []byte) error {
	read := ThreadInfo{Raw: json.RawMessage(string(text))}
	fillFrom(text, func(members []member) bool {
		for _, member := range members {
			switch member.key {
			case "id":
				read.ID = member.value.text()
			case "name":
				read.Name = member.value.text()
			case "preview":
				read.Preview = member.value.text()
			case "cwd":
				read.Cwd = member.value.text()
			case "createdAt":
				read.CreatedAt = time.Unix(member.value.integer(), 0)
			case "updatedAt":
				read.UpdatedAt = time.Unix(member.value.integer(), 0)
			}
		}
		return true
	})
	*t = read
	return nil
}

// MarshalJSON returns Raw.
func (t ThreadInfo) MarshalJSON() ([]byte, error) {
	if len(t.Raw) == 0 {
		return []byte("null"), nil
	}
	return t.Raw, nil
}

// ListOptions says which threads [Client.Threads] lists. Fields that are zero count as not given.
type ListOptions struct {
	// If true, the archived threads are listed, and no others.
	Archived bool
	// Only threads that work in this folder.
	Cwd string
	// Only threads whose name or beginning contains this.
	SearchTerm string
	// Extra has other parameters of "thread/list", under the app-server's names. They take precedence.
	Extra map[string]any
}

// Threads lists the conversations that the CLI has stored, for a range loop, the newest ones first. It asks for more as
// the loop goes on; an error is the last thing that the loop sees. Options may be nil. The client needs
// [TransportAppServer], as all requests do.
//
// Threads of every program are listed that uses the CLI, but not those of the agent's sub-agents.
func (c *Client) Threads(ctx context.Context, options *ListOptions) iter.Seq2[*ThreadInfo, error] {
	params := map[string]any{"sourceKinds": []string{"cli", "vscode", "exec", "appServer"}}
	if options != nil {
		if options.Archived {
			params["archived"] = true
		}
		if options.Cwd != "" {
			params["cwd"] = options.Cwd
		}
		if options.SearchTerm != "" {
			params["searchTerm"] = options.SearchTerm
		}
		maps.Copy(params, options.Extra)
	}
	return pages[*ThreadInfo](ctx, c, "thread/list", params)
}

// pages lists what a method returns page by page.
func pages[T any](ctx context.Context, client *Client, method string, params map[string]any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		params := maps.Clone(params)
		for {
			var page struct {
				Data       []T    `json:"data"`
				NextCursor string `json:"nextCursor"`
			}
			if err := client.Request(ctx, method, params, &page); err != nil {
				yield(*new(T), err)
				return
			}
			for _, one := range page.Data {
				if !yield(one, nil) {
					return
				}
			}
			if page.NextCursor == "" {
				return
			}
			params["cursor"] = page.NextCursor
		}
	}
}

// ReadThread returns what the CLI has stored of a conversation, with all its turns in Raw.
func (c *Client) ReadThread(ctx context.Context, id string) (*ThreadInfo, error) {
	var answer struct {
		Thread *ThreadInfo `json:"thread"`
	}
	err := c.Request(ctx, "thread/read", map[string]any{"threadId": id, "includeTurns": true}, &answer)
	return answer.Thread, err
}

// ArchiveThread takes a conversation out of the list of [Client.Threads]. It can be listed with the option Archived.
func (c *Client) ArchiveThread(ctx context.Context, id string) error {
	return c.requestAbout(ctx, "thread/archive", id)
}

// UnarchiveThread undoes [Client.ArchiveThread].
func (c *Client) UnarchiveThread(ctx context.Context, id string) error {
	return c.requestAbout(ctx, "thread/unarchive", id)
}

// DeleteThread deletes a conversation for good.
func (c *Client) DeleteThread(ctx context.Context, id string) error {
	return c.requestAbout(ctx, "thread/delete", id)
}

func (c *Client) requestAbout(ctx context.Context, method, id string) error {
	return c.Request(ctx, method, map[string]any{"threadId": id}, nil)
}

// SetName gives the thread a name, by which [Client.ResumeThread] finds it, too. The thread must have had a turn.
func (t *Thread) SetName(ctx context.Context, name string) error {
	id := t.ID()
	if id == "" {
		return invalidArgument("", "the thread has no id yet: it can be named after its first turn")
	}
	return t.client.Request(ctx, "thread/name/set", map[string]any{"threadId": id, "name": name}, nil)
}
