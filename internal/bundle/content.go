package bundle

import "upline/commission"

// Content is all that a bundle holds: the facts, and what settling them does not need, but an import or an export does.
type Content struct {
	Facts *commission.Facts
	Plans []PlanFile // what Facts.Plans was read from, sorted by name
	// Listed says, by tree and partner, who has any row in placements.csv, even one that counts nowhere. Whoever has none
	// was placed automatically, or is not in the tree where that is `auto: none`.
	Listed [][]bool
	// Reasons says why, for each of Facts.Overrides.Spans.
	Reasons []string
}

// PlanFile is the file of a plan version.
type PlanFile struct {
	Name  string // such as plans/2026.yaml: the version's Plan.File
	Bytes []byte
}
