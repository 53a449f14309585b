package codexsdk

import "time"

// SetCloseTimeout is for tests outside the package. It returns the previous value.
func SetCloseTimeout(timeout time.Duration) (previous time.Duration) {
	previous, closeTimeout = closeTimeout, timeout
	return previous
}
