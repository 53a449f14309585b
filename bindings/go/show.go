package codexsdk

import (
	"fmt"
	"log/slog"
	"maps"
	"strings"
)

const hidden = "(hidden)"

// isSecret reports whether an option of the library's has a value that no text shows.
func isSecret(option string) bool {
	return option == "api_key" || option == "apiKey" || option == "env"
}

// String returns the options without their secrets: the API key and the values of Env.
func (o ClientOptions) String() string {
	type options ClientOptions // which has no String
	return fmt.Sprintf("%+v", options(o.withoutSecrets()))
}

// GoString returns the options for the verb %#v, without their secrets.
func (o ClientOptions) GoString() string {
	type options ClientOptions
	text := fmt.Sprintf("%#v", options(o.withoutSecrets()))
	return strings.Replace(text, "codexsdk.options{", "codexsdk.ClientOptions{", 1)
}

// LogValue returns String, for package log/slog.
func (o ClientOptions) LogValue() slog.Value {
	return slog.StringValue(o.String())
}

func (o ClientOptions) withoutSecrets() ClientOptions {
	if o.APIKey != "" {
		o.APIKey = hidden
	}
	o.Extra = maps.Clone(o.Extra)
	for name := range o.Extra {
		if isSecret(name) {
			o.Extra[name] = hidden
		}
	}
	variables := make([]string, 0, len(o.Env))
	for _, variable := range o.Env {
		name, _, _ := strings.Cut(variable, "=")
		variables = append(variables, name+"="+hidden)
	}
	if o.Env != nil {
		o.Env = variables
	}
	return o
}

// String returns Raw.
func (r *TurnResult) String() string {
	return string(r.Raw)
}
