package codexsdk

import "time"

// SetClosePatience is for tests outside of the package; it gives what there was.
func SetClosePatience(patience time.Duration) (before time.Duration) {
	before, closePatience = closePatience, patience
	return before
}
