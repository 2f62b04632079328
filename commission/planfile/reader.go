package planfile

import (
	"fmt"

	"upline/commission"
	"upline/internal/fault"
)

// reader is what the reading of one version knows and finds on its way.
type reader struct {
	file     string
	findings fault.Findings
	taken    map[string]int // the line of each id, by its noun and text

	// What other parts of the plan refer to. Such a reference is checked only if what it refers to is known.
	ranks      []string // ids, lowest first
	ranksKnown bool
	trees      []commission.TreeRule // sorted by id, once they are read
	treesKnown bool
	matrices   []string // ids of the trees that are surely no binary trees
	bonuses    []string // ids in the order of the file, up to the first bonus without a sound one
	bonus      int      // position of the bonus being read

	bonusMarks []bonusMark
}

// newReader starts the reading of a plan by looking up the ids that its parts refer to, wherever they stand.
func newReader(file string, root node) *reader {
	r := &reader{file: file, taken: make(map[string]int)}
	ranks, times := root.find("ranks")
	r.ranks, r.ranksKnown = distinctIDs(ranks)
	r.ranksKnown = r.ranksKnown && times == 1 && len(r.ranks) > 0
	trees, times := root.find("trees")
	_, r.treesKnown = distinctIDs(trees)
	r.treesKnown = times == 0 || r.treesKnown && times == 1
	bonuses, _ := root.find("bonuses")
	r.bonuses = idsOf(bonuses)
	return r
}

// spot is a node about to be read, in its surroundings.
type spot struct {
	*reader
	node  node
	name  string // what it is called in findings, such as `bonus "uni", levels`
	index int    // its position in a list
}

// at returns the spot of a value inside this one.
func (s spot) at(key string, value node) spot {
	return spot{reader: s.reader, node: value, name: join(s.name, key)}
}

// entry returns the spot of an entry of this list.
func (s spot) entry(i int) spot {
	return spot{reader: s.reader, node: s.node.items[i], name: fmt.Sprintf("%s, entry %d", s.name, i+1), index: i}
}

func join(name, key string) string {
	if name == "" {
		return key
	}
	return name + ", " + key
}

// fault records what is wrong at the node and what would be right.
func (s spot) fault(format string, args ...any) { s.faultAt(s.node.faultLine(), format, args...) }

func (s spot) faultAt(line int, format string, args ...any) {
	msg := fmt.Sprintf(format, args...)
	if s.name != "" {
		msg = s.name + ": " + msg
	}
	s.findings = append(s.findings, fault.Finding{File: s.file, Line: line, Msg: msg})
}

// is reports whether the node has a form, and records a fault if it has another one.
func (s spot) is(want form, due string) bool {
	if s.node.form != want {
		s.fault("%s instead of %s", s.node.found(), due)
	}
	return s.node.form == want
}
