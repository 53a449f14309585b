package codexsdk_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"codexsdk"
)

// inParallel runs it so many times at once, and waits for all.
func inParallel(count int, run func(i int)) {
	var running sync.WaitGroup
	for i := range count {
		running.Add(1)
		go func() {
			defer running.Done()
			run(i)
		}()
	}
	running.Wait()
}

func TestWaitingTakesNoThread(t *testing.T) {
	const many, few = 200, 30
	// So many of Go's threads may be in the library at once, whatever machine this is.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	w := newWorld(t)
	client := w.hostileClient(append(begins[:2:2], append([]object{{"wait_for_file": w.path("go")}}, ends...)...)...)
	before := threads()
	turns := make([]*codexsdk.Turn, many)
	for i := range turns {
		turns[i] = w.stream(w.start(client))
		for range begins {
			w.next(turns[i])
		}
	}
	waits := make(chan struct{}, many)
	go func() {
		for range many {
			<-waits
		}
		if more := threads() - before; more > few {
			t.Errorf("%d more threads for %d turns that are waited for", more, many)
		}
		w.touch("go")
	}()
	inParallel(many, func(i int) {
		waits <- struct{}{}
		events := 0
		for _, err := range turns[i].Events() {
			if err != nil {
				t.Error(err)
			}
			events++
		}
		if events != len(ends) {
			t.Errorf("%d events", events)
		}
	})
	if more := threads() - before; more > few {
		t.Errorf("%d more threads after %d turns that were waited for", more, many)
	}
}

func TestManyTurnsAtOnce(t *testing.T) {
	w := newWorld(t)
	script := append(begins[:2:2], object{"agent_message": "${prompt}"}, object{"turn_completed": true})
	client := w.hostileClient(script...)
	before := w.settled(client)
	inParallel(100, func(i int) {
		thread := w.start(client)
		defer thread.Close()
		for round := range 2 {
			said := fmt.Sprintf("%d.%d", i, round)
			result, err := thread.Run(context.Background(), said, nil)
			if err != nil {
				t.Error(err)
			} else if result.FinalResponse != said {
				t.Errorf("%q instead of %q", result.FinalResponse, said)
			}
		}
	})
	w.eventually("descriptors are given back", func() bool { return descriptors() <= before })
}

// TestStorm does everything to turns from everywhere, for the race detector; all that has to hold is that it ends.
func TestStorm(t *testing.T) {
	w := newWorld(t)
	client := w.hostileClient(append(begins[:2:2], object{"events": object{"count": 200, "bytes": 300}}, object{"turn_completed": true})...)
	inParallel(20, func(i int) {
		thread := w.start(client)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		turn, err := thread.RunStreamed(ctx, "hi", nil)
		if err != nil {
			t.Error(err)
			return
		}
		deeds := []func(){
			func() {
				for range turn.Events() {
					thread.ID()
				}
			},
			func() { turn.Next(ctx) },
			func() { turn.Wait(ctx) },
			func() { turn.Cancel() },
			func() { turn.Close() },
			func() { cancel() },
			func() { thread.Close() },
		}
		inParallel(len(deeds), func(k int) { deeds[(i+k)%len(deeds)]() })
		turn.Close()
	})
}
