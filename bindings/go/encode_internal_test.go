package codexsdk

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestDurationsAndTheirDefaults: zero means not given, which is off for a duration without a default; a negative duration
// turns off what has a default, and is left for the library to refuse otherwise.
func TestDurationsAndTheirDefaults(t *testing.T) {
	type object = map[string]any
	for _, given := range []struct {
		client ClientOptions
		turn   TurnOptions
		want   object
	}{
		{want: object{}},
		{turn: TurnOptions{Timeout: 0, IdleTimeout: 0, OfflineTimeout: 0}, want: object{}},
		{turn: TurnOptions{Timeout: 1, IdleTimeout: time.Second}, want: object{"timeout_ms": 1.0, "idle_timeout_ms": 1000.0}},
		{turn: TurnOptions{Timeout: -time.Second}, want: object{"timeout_ms": -1000.0}},
		{turn: TurnOptions{Extra: object{"timeout_ms": 0}}, want: object{"timeout_ms": 0.0}},
		{ClientOptions{HelperGrace: 1500 * time.Microsecond}, TurnOptions{OfflineTimeout: time.Minute},
			object{"helper_grace_ms": 2.0, "offline_timeout_ms": 60000.0}},
		{ClientOptions{HelperGrace: -time.Hour}, TurnOptions{OfflineTimeout: -1},
			object{"helper_grace_ms": 0.0, "offline_timeout_ms": 0.0}},
		{turn: TurnOptions{WaitForExit: true}, want: object{"wait_for_exit": true}},
		{ClientOptions{HelperGrace: 1, Extra: object{"helper_grace_ms": 7}}, TurnOptions{}, object{"helper_grace_ms": 7.0}},
	} {
		client, err := given.client.encode()
		if err != nil {
			t.Fatal(err)
		}
		_, turn, err := given.turn.encode("hi")
		if err != nil {
			t.Fatal(err)
		}
		got := object{}
		for _, text := range [][]byte{client, turn} {
			if err := json.Unmarshal([]byte(strings.TrimSuffix(string(text), "\x00")), &got); err != nil {
				t.Fatal(err)
			}
		}
		delete(got, "originator")
		if !reflect.DeepEqual(got, given.want) {
			t.Errorf("%+v is %v", given, got)
		}
	}
}
