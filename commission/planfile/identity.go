package planfile

import "fmt"

// ownID is the kind of the id that a rank, tree or bonus gives itself: no other one of its noun may have it.
func ownID(noun string) kind[string] {
	own := anyID
	own.read = func(at spot) string {
		before := len(at.findings)
		text := anyID.read(at)
		if len(at.findings) > before {
			return ""
		}
		key := noun + " " + text
		if line, again := at.taken[key]; again {
			at.fault("duplicate %s %s: line %d has it already", noun, shown(text), line)
			return text
		}
		at.taken[key] = at.node.line
		return text
	}
	return own
}

// identify reads the id of a rank, tree or bonus, by which findings call it from then on.
func identify(s *section, noun, about string) string {
	s.name = fmt.Sprintf("%s %d", noun, s.index+1)
	own := required(s, "id", ownID(noun), about)
	if own != "" {
		s.name = noun + " " + shown(own)
	}
	return own
}

// idsOf returns the ids in a list of ranks, trees or bonuses before it is read, up to the first entry without just one
// sound id. What refers to a rank may stand above it.
func idsOf(list node) (ids []string) {
	for _, entry := range list.items {
		own, times := entry.find("id")
		if _, err := parseID(own.text); times != 1 || own.form != formScalar || err != nil {
			break
		}
		ids = append(ids, own.text)
	}
	return ids
}

// distinctIDs is idsOf; known is false unless every entry has a sound id of its own.
func distinctIDs(list node) (ids []string, known bool) {
	ids = idsOf(list)
	known = list.form == formList && len(ids) == len(list.items)
	seen := make(map[string]bool)
	for _, own := range ids {
		known = known && !seen[own]
		seen[own] = true
	}
	return ids, known
}
