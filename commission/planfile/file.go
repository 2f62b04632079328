// Package planfile reads plan versions (plan-language §3, §6) from YAML, says what is wrong in them and where, and
// publishes the JSON Schema that editors complete and check them with.
package planfile

import (
	"errors"

	"upline/commission"
	"upline/internal/fault"
	"upline/internal/period"
)

// File is one plan version, as far as it could be read. A version at fault still tells what of it is sound, so that
// whoever reads the rest of a bundle can check against that and skip just the checks that refer to a fault.
type File struct {
	Name     string           // such as plans/2026.yaml, as findings show it
	Plan     *commission.Plan // whole when Findings is empty, else only what the methods below say is known; never nil
	Findings fault.Findings   // what is wrong in this version, in the order of the document

	readable   bool
	treesKnown bool
	marks      marks
}

// Readable is false for what is no YAML, or several documents: then there is just that one finding, nothing is known,
// and the version takes part in no other check.
func (f *File) Readable() bool { return f.readable }

// Ranks returns the rank ids, lowest first; Plan.Ranks has them in the same order. They are known when `ranks` is a
// list of ranks with sound and distinct ids, even if some rank's conditions are at fault.
func (f *File) Ranks() (ids []string, known bool) { return f.marks.ranks.value, f.marks.ranks.known }

// Trees returns the placement trees, sorted by id; a tree's position is its TreeNo. They are known when `trees` is left
// out, or is a list of trees with sound and distinct ids. A Width of 0 is not known: check no slots of that tree.
func (f *File) Trees() (trees []commission.TreeRule, known bool) { return f.Plan.Trees, f.treesKnown }

// ValidFrom returns the day from which the version is in force, if `valid_from` is sound.
func (f *File) ValidFrom() (day period.Day, known bool) {
	return f.marks.validFrom.value, f.marks.validFrom.known
}

// Read decodes and checks one version. Name is the one that findings show, such as plans/2026.yaml.
// It never fails: what is wrong is in File.Findings. To get plans, Read all versions, then Compare them; if neither
// finds anything, every File.Plan is whole. It may be called by several goroutines at once.
func Read(name string, content []byte) *File {
	f := &File{Name: name, Plan: &commission.Plan{File: name}}
	root, err := parse(content)
	if bad, ok := errors.AsType[*unreadable](err); ok {
		f.Findings = fault.Findings{{File: name, Line: bad.line, Msg: bad.msg}}
		return f
	}
	f.readable = true
	r := newReader(name, root)
	f.treesKnown = r.treesKnown && root.form == formMapping
	sectionOf("a plan with plan, valid_from, currency, ranks and bonuses", func(s *section) *commission.Plan {
		*f.Plan = plan(s)
		f.marks = marksOf(s, f.Plan)
		return f.Plan
	}).read(spot{reader: r, node: root})
	f.Findings = r.findings
	f.Findings.Sort(func(string) int { return 0 })
	return f
}
