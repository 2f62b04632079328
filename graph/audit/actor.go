package audit

import (
	"slices"
	"strings"

	"upline/internal/fault"
)

// ActorOf reads what String has written. A text without a kind is the name of somebody at the shell of a machine.
//
// Errors: Invalid when it does not say who.
func ActorOf(text string) (Actor, error) {
	kind, id, is := strings.Cut(text, ":")
	a := Actor{ActorKind(kind), id}
	if !is || !slices.Contains([]ActorKind{User, Job, Shell, Public}, a.Kind) {
		a = Actor{Shell, text}
	}
	if a.ID == "" && a.Kind != Public {
		return a, fault.Invalidf(op, "%q does not say who does it: write such as user:17, job:17, shell:anna or public:", text)
	}
	return a, nil
}
