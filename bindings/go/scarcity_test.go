package codexsdk_test

import (
	"context"
	"os"
	"runtime"
	"syscall"
	"testing"
)

// TestWithoutDescriptors: a process that has none left still gets its events.
func TestWithoutDescriptors(t *testing.T) {
	w := newWorld(t)
	check(os.Mkdir(w.path("ready"), 0o755))
	steps := append(begins[:2:2], object{"wait_for_file": w.path("go")})
	thread := w.hostile(append(steps, ends...)...)
	turn := w.stream(thread)
	events := make(chan error)
	withoutDescriptors(func() {
		go func() {
			_, err := kinds(turn)
			events <- err
		}()
		for thread.ID() == "" {
			runtime.Gosched()
		}
		// Which needs no descriptor.
		check(os.Rename(w.path("ready"), w.path("go")))
		if err := <-events; err != nil {
			t.Error(err)
		}
	})
	if _, err := turn.Wait(context.Background()); err != nil {
		t.Error(err)
	}
}

func withoutDescriptors(run func()) {
	var before syscall.Rlimit
	check(syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before))
	// Those that are open stay, and the numbers below the limit are taken.
	none := before
	none.Cur = 0
	check(syscall.Setrlimit(syscall.RLIMIT_NOFILE, &none))
	defer func() { check(syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before)) }()
	run()
}
