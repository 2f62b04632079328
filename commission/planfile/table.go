package planfile

import "slices"

// byRank is the kind of a step table by rank (plan-language §3): dense, by rank, each rank having the entry of the
// highest listed rank that is not above it; none: 0. It is nil when the ranks are not known.
func byRank[T any](due string, entry kind[T]) kind[[]T] {
	listed := forRank(due, entry)
	return kind[[]T]{
		due:    listed.due,
		schema: listed.schema,
		read: func(at spot) []T {
			entries := listed.read(at)
			steps := make([]T, len(entries))
			for i, own := range entries {
				switch {
				case own != nil:
					steps[i] = *own
				case i > 0:
					steps[i] = steps[i-1]
				}
			}
			return steps
		},
	}
}

// forRank is the kind of a table whose entries are for just that rank: nil where a rank is not listed.
func forRank[T any](due string, entry kind[T]) kind[[]*T] {
	due = "a table by rank, such as " + due
	return kind[[]*T]{
		due:    due,
		schema: func() *schema { return &schema{Type: "object", AdditionalProperties: entry.schema()} },
		read: func(at spot) []*T {
			entries := make([]*T, len(at.ranks))
			if !at.is(formMapping, due) {
				return entries
			}
			lines := make(map[string]int)
			for _, p := range at.node.pairs {
				if line, again := lines[p.key]; again {
					at.faultAt(p.line, "duplicate rank %s: line %d has it already", shown(p.key), line)
					continue
				}
				lines[p.key] = p.line
				value := entry.read(at.at(p.key, p.value))
				if i := slices.Index(at.ranks, p.key); i >= 0 {
					entries[i] = &value
				} else if at.ranksKnown {
					at.faultAt(p.line, "unknown rank %s: the ranks are %s", shown(p.key), words(at.ranks, "and"))
				}
			}
			return entries
		},
	}
}
