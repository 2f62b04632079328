package audit

import (
	"testing"

	"upline/internal/fault"
)

// What String writes, ActorOf reads; a name without a kind is somebody's at the shell.
func TestActorOf(t *testing.T) {
	for _, a := range []Actor{{User, "17"}, {Job, "settle-1"}, {Shell, "upline run approve"}, {Public, ""}, {User, "a:b"}, {Shell, "x:y"}} {
		if got, err := ActorOf(a.String()); err != nil || got != a {
			t.Errorf("%v is read as %v, %v", a, got, err)
		}
	}
	for text, want := range map[string]Actor{"anna": {Shell, "anna"}, "x:y": {Shell, "x:y"}, "users:17": {Shell, "users:17"}, "public": {Shell, "public"}} {
		if got, err := ActorOf(text); err != nil || got != want {
			t.Errorf("%s is read as %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "user:", "job:", "shell:"} {
		if got, err := ActorOf(text); fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
}
