package graph

import (
	"upline/graph/access"
	"upline/internal/period"
)

// Sight is of whom somebody sees or changes something, and which fields. It is a part of every View and By, so that no method can
// forget it. The zero Sight is of nobody.
type Sight struct {
	decision access.Decision
	today    period.Day
	all      bool
}

// Everybody is the sight of jobs and commands: nothing is hidden from them.
var Everybody = Sight{all: true}

// SightOf is the sight of a user of whom it is decided, today.
func SightOf(decision access.Decision, today period.Day) Sight {
	return Sight{decision: decision, today: today}
}
