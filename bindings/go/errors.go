package codexsdk

// Code says what kind of error an [Error] is. Codes are errors themselves, so errors.Is finds them:
//
//	if errors.Is(err, codexsdk.ErrThreadNotFound) { … }
type Code string

// Error returns the code itself, such as "cancelled".
func (c Code) Error() string {
	return string(c)
}

// Error returns the message and the cause.
func (e *Error) Error() string {
	text := "codexsdk: " + e.Message
	if len(e.causes) > 0 {
		text += ": " + e.causes[len(e.causes)-1].Error()
	}
	return text
}

// Unwrap returns the code and the causes: a context's error, a failure to decode.
func (e *Error) Unwrap() []error {
	return append([]error{e.Code}, e.causes...)
}

func invalidArgument(option, message string) *Error {
	return &Error{Code: ErrInvalidArgument, Message: message, Option: option}
}
