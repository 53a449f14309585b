package codexsdk_test

import (
	"testing"

	"codexsdk"
)

// BenchmarkEvents reads events as fast as they come.
func BenchmarkEvents(b *testing.B) {
	w := newWorld(b)
	count := object{"count": b.N, "bytes": 300}
	turn := w.stream(w.hostile(append(begins[:2:2], object{"wait_for_file": w.path("go")}, object{"events": count}, ends[1])...))
	for range begins {
		w.next(turn)
	}
	b.ResetTimer()
	w.touch("go")
	for _, err := range turn.Events() {
		check(err)
	}
}

func BenchmarkParseEvent(b *testing.B) {
	const line = `{"type":"item.completed","item":{"id":"item_0","type":"command_execution","command":"/bin/bash -lc ls",` +
		`"aggregated_output":"a\nb\n","exit_code":0,"status":"completed"}}`
	b.ReportAllocs()
	for b.Loop() {
		codexsdk.ParseEvent(line)
	}
}
