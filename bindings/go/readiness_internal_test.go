package codexsdk

import (
	"context"
	"os"
	"testing"
)

// TestAPollerThatFails: what cannot be waited for is looked at from time to time.
func TestAPollerThatFails(t *testing.T) {
	file, _, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := file.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	looks := 0
	broken := readiness{file: file, conn: conn}
	err = broken.await(context.Background(), func() bool {
		looks++
		return looks == 3
	})
	if err != nil || looks != 3 {
		t.Errorf("%v after %d looks", err, looks)
	}
}
