// The Go package, event by event as typed values.
//
//	stream events|latency CLI        one turn
//	stream turns CLI COUNT           so many, one after the other
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"strconv"
	"time"

	"codexsdk"
)

// #include <time.h>
import "C"

type answer struct {
	Seconds  float64   `json:"seconds"`
	Events   int       `json:"events"`
	DelaysUs []float64 `json:"delays_us"`
}

// nowNs is the clock of the child, which is also that of package time, but does not tell it.
func nowNs() int64 {
	var now C.struct_timespec
	C.clock_gettime(C.CLOCK_MONOTONIC, &now)
	return int64(now.tv_sec)*1e9 + int64(now.tv_nsec)
}

func main() {
	mode, cli, count := os.Args[1], os.Args[2], 1
	if len(os.Args) > 3 {
		count = must(strconv.Atoi(os.Args[3]))
	}
	client := must(codexsdk.NewClient(&codexsdk.ClientOptions{CodexPathOverride: cli}))
	defer client.Close()
	thread := must(client.StartThread(nil))
	said := answer{DelaysUs: []float64{}}
	if mode == "turns" {
		follow(thread, &said, false)
	}
	started := time.Now()
	for range count {
		follow(thread, &said, mode == "latency")
	}
	said.Seconds = time.Since(started).Seconds()
	os.Stdout.Write(must(json.Marshal(said)))
}

func follow(thread *codexsdk.Thread, said *answer, wantsDelays bool) {
	turn := must(thread.RunStreamed(context.Background(), "go", nil))
	for event, err := range turn.Events() {
		var now int64
		if wantsDelays {
			now = nowNs()
		}
		switch event := must(event, err).(type) {
		case *codexsdk.ItemCompletedEvent:
			said.Events++
			if message, ok := event.Item.(*codexsdk.AgentMessageItem); ok && wantsDelays {
				said.DelaysUs = append(said.DelaysUs, float64(now-must(strconv.ParseInt(message.Text, 10, 64)))/1e3)
			}
		}
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
