package codexsdk

import (
	"context"
	"encoding/json"
)

// Model is a model that the CLI can use.
type Model struct {
	// ID is what the option Model takes.
	ID string `json:"id"`
	// DisplayName is the name for people.
	DisplayName string `json:"displayName"`
	// Description says what the model is good at.
	Description string `json:"description"`
	// DefaultReasoningEffort is how hard it thinks unless told otherwise.
	DefaultReasoningEffort ReasoningEffort `json:"defaultReasoningEffort"`
	// IsDefault reports whether the CLI uses it unless told otherwise.
	IsDefault bool `json:"isDefault"`
}

// Models returns the models that the CLI offers. The client needs [TransportAppServer], as all requests do.
func (c *Client) Models(ctx context.Context) ([]Model, error) {
	var models []Model
	for model, err := range pages[Model](ctx, c, "model/list", map[string]any{}) {
		if err != nil {
			return nil, err
		}
		models = append(models, model)
	}
	return models, nil
}

// Account is what the CLI is logged in with.
type Account struct {
	// Type is "apiKey", "chatgpt" or another kind.
	Type string `json:"type"`
	// Email and PlanType are known of "chatgpt".
	Email    string `json:"email"`
	PlanType string `json:"planType"`
}

// Account returns what the CLI is logged in with; nil if it is not logged in.
func (c *Client) Account(ctx context.Context) (*Account, error) {
	var answer struct {
		Account *Account `json:"account"`
	}
	err := c.Request(ctx, "account/read", map[string]any{}, &answer)
	return answer.Account, err
}

// RateLimits returns how much of the account's limits is used, with the app-server's own names.
func (c *Client) RateLimits(ctx context.Context) (limits json.RawMessage, err error) {
	return limits, c.Request(ctx, "account/rateLimits/read", nil, &limits)
}

// LoginAPIKey logs the CLI in with an API key, which the CLI stores. To use a key without storing it, set the client option
// APIKey instead.
func (c *Client) LoginAPIKey(ctx context.Context, key string) error {
	return c.Request(ctx, "account/login/start", map[string]any{"type": "apiKey", "apiKey": key}, nil)
}

// Logout logs the CLI out.
func (c *Client) Logout(ctx context.Context) error {
	return c.Request(ctx, "account/logout", nil, nil)
}

// Login is a login that the user has to complete in a browser.
type Login struct {
	// ID of the login.
	ID string `json:"loginId"`
	// AuthURL is the page to open, after [Client.LoginChatGPT].
	AuthURL string `json:"authUrl"`
	// VerificationURL is the page to open, and UserCode the code to enter there, after [Client.LoginDeviceCode].
	VerificationURL string `json:"verificationUrl"`
	UserCode        string `json:"userCode"`

	client *Client
}

// LoginChatGPT begins to log in with a ChatGPT account, in a browser on this machine: open AuthURL, then call Wait.
func (c *Client) LoginChatGPT(ctx context.Context) (*Login, error) {
	return c.login(ctx, "chatgpt")
}

// LoginDeviceCode begins to log in with a ChatGPT account, in a browser on any machine: show VerificationURL and UserCode,
// then call Wait.
func (c *Client) LoginDeviceCode(ctx context.Context) (*Login, error) {
	return c.login(ctx, "chatgptDeviceCode")
}

func (c *Client) login(ctx context.Context, kind string) (*Login, error) {
	login := &Login{client: c}
	if err := c.Request(ctx, "account/login/start", map[string]any{"type": kind}, login); err != nil {
		return nil, err
	}
	return login, nil
}

// Wait waits until the user has completed the login. If that fails, or the login is cancelled, the error is
// [ErrRequestFailed] and says why. Wait reads the client's notifications and discards those about anything else.
func (l *Login) Wait(ctx context.Context) error {
	for notification, err := range l.client.Notifications(ctx) {
		if err != nil {
			return err
		}
		var completed struct {
			LoginID string `json:"loginId"`
			Success bool   `json:"success"`
			Error   string `json:"error"`
		}
		if notification.Method != "account/login/completed" || json.Unmarshal(notification.Params, &completed) != nil {
			continue
		}
		if completed.LoginID == l.ID {
			if completed.Success {
				return nil
			}
			return &Error{Code: ErrRequestFailed, Message: "the login failed: " + firstOf(completed.Error, "no reason was given")}
		}
	}
	return nil
}

// Cancel gives up the login.
func (l *Login) Cancel(ctx context.Context) error {
	return l.client.Request(ctx, "account/login/cancel", map[string]any{"loginId": l.ID}, nil)
}
