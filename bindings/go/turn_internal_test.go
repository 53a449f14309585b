package codexsdk

import (
	"context"
	"testing"
)

// TestWhatIsAnEnd: a turn is given back when it has ended, and not when a call has failed.
func TestWhatIsAnEnd(t *testing.T) {
	cases := map[Code]bool{ErrIO: false, ErrInternal: false, ErrTurnFailed: true, ErrCancelled: true, ErrProtocol: true}
	for code, want := range cases {
		turn := newTurn(context.Background(), &Thread{}, nil)
		answer := error(&Error{Code: code})
		if err := turn.settle(nil, answer); err != answer {
			t.Error(err)
		}
		if (turn.outcome != nil) != want {
			t.Errorf("%s is an end: %v", code, !want)
		}
		// The library does not know this turn; whoever closes it is not kept waiting, and nothing is asked after it.
		turn.Close()
		if turn.outcome == nil {
			t.Errorf("%s: not ended by Close", code)
		}
	}
}
