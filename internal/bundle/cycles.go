package bundle

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"upline/commission"
	"upline/internal/period"
)

// place is where a relationship is written.
type place struct {
	in   *report
	line int32
}

// cycle is a set of partners each of whom stands below the next one, and the last below the first.
type cycle struct {
	members []commission.PartnerNo // from the partner of the row that closes it, upwards
	on      period.Day             // the first day
	at      place                  // of the row that starts last
}

// findCycles returns the cycles in a tree over all time; cycles of the same members are one, the earliest.
// Parent returns the parent of a value, or something negative, and origin where a partner's span is written.
func findCycles[T any](t *commission.Timelines[T], parent func(T) commission.PartnerNo,
	origin func(p commission.PartnerNo, from period.Day) place,
) []cycle {
	core := remaining(t, parent)
	if len(core) == 0 {
		return nil
	}
	w := newWatch(core)
	for _, p := range core {
		for _, span := range t.Of(p) {
			if i, ok := slices.BinarySearch(core, parent(span.Value)); ok {
				w.expect(p, int32(i), span.From, span.To, origin(p, span.From))
			}
		}
	}
	return w.run()
}

// remaining takes away those without anybody below them, again and again, whatever the day. Who remains, mostly nobody,
// is in a cycle, above one, or would be if the relationships of different days held at once.
func remaining[T any](t *commission.Timelines[T], parent func(T) commission.PartnerNo) []commission.PartnerNo {
	partners := max(len(t.First)-1, 0)
	below := make([]int32, partners)
	for _, span := range t.Spans {
		if p := parent(span.Value); p >= 0 {
			below[p]++
		}
	}
	var leaves []commission.PartnerNo
	left := partners
	for p := range commission.PartnerNo(partners) {
		if below[p] == 0 {
			leaves = append(leaves, p)
		}
		for len(leaves) > 0 {
			leaf := leaves[len(leaves)-1]
			leaves = leaves[:len(leaves)-1]
			below[leaf] = -1 // taken away
			left--
			for _, span := range t.Of(leaf) {
				if above := parent(span.Value); above >= 0 {
					below[above]--
					if below[above] == 0 && above < p {
						leaves = append(leaves, above)
					}
				}
			}
		}
	}
	core := make([]commission.PartnerNo, 0, left)
	for p := range commission.PartnerNo(partners) {
		if below[p] >= 0 {
			core = append(core, p)
		}
	}
	return core
}

// edge is a relationship between two partners of the core.
type edge struct {
	child, parent int32 // positions in the core
	from, to      period.Day
	at            place
}

// event is a change of the tree on a day.
type event struct {
	day  period.Day
	kind eventKind
	edge int32
}

// eventKind is the order of the events of a day.
type eventKind uint8

const (
	ends    eventKind = iota // the relationship ends
	resumes                  // the cycle that it closed has ended without it
	starts                   // the relationship starts
)

// watch goes through the relationships of a core in the order of time. It keeps a forest of those that hold; one that
// closes a cycle is kept out of it until another one of the cycle ends.
type watch struct {
	core   []commission.PartnerNo
	edges  []edge
	events []event // sorted
	later  agenda  // events that came up on the way
	holds  []int32 // by child: the edge that holds, in the forest or kept out of it; none: no edge
	linked []bool  // by child: the edge is in the forest
	forest *forest

	cycles []cycle
	known  map[string]bool // by members
	steps  int
}

// stepsMax bounds how far all cycles together are followed. More are found only where there are thousands of findings.
const stepsMax = 1 << 22

func newWatch(core []commission.PartnerNo) *watch {
	w := &watch{core: core, forest: newForest(len(core)), known: map[string]bool{}}
	w.holds, w.linked = make([]int32, len(core)), make([]bool, len(core))
	for i := range w.holds {
		w.holds[i] = none
	}
	return w
}

// expect adds a relationship.
func (w *watch) expect(child commission.PartnerNo, parent int32, from, to period.Day, at place) {
	i, _ := slices.BinarySearch(w.core, child)
	no := int32(len(w.edges))
	w.edges = append(w.edges, edge{int32(i), parent, from, to, at})
	w.events = append(w.events, event{from, starts, no})
	if to != period.Forever {
		w.events = append(w.events, event{to, ends, no})
	}
}

func (w *watch) run() []cycle {
	slices.SortFunc(w.events, w.compare)
	for w.steps < stepsMax {
		var next event
		switch {
		case len(w.later) > 0 && (len(w.events) == 0 || w.compare(w.later[0], w.events[0]) < 0):
			next = heap.Pop(&w.later).(event)
		case len(w.events) > 0:
			next, w.events = w.events[0], w.events[1:]
		default:
			return w.cycles
		}
		if next.kind == ends {
			w.end(next.edge)
		} else {
			w.start(next.edge, next.day)
		}
	}
	return w.cycles
}

// compare orders events by day, kind, file and line.
func (w *watch) compare(a, b event) int {
	atA, atB := w.edges[a.edge].at, w.edges[b.edge].at
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.kind, b.kind),
		cmp.Compare(fileRank(atA.in.file), fileRank(atB.in.file)), cmp.Compare(atA.line, atB.line))
}

func (w *watch) end(no int32) {
	child := w.edges[no].child
	if w.linked[child] {
		w.forest.cut(child)
	}
	w.holds[child], w.linked[child] = none, false
}

// start lets a relationship hold from a day on. It closes a cycle when its child is above its parent.
func (w *watch) start(no int32, day period.Day) {
	e := &w.edges[no]
	w.holds[e.child] = no
	if w.forest.root(e.parent) != e.child {
		w.forest.link(e.child, e.parent)
		w.linked[e.child] = true
		return
	}
	c := cycle{on: day, at: e.at}
	until := e.to
	for node := e.child; len(c.members) == 0 || node != e.child; w.steps++ {
		c.members = append(c.members, w.core[node])
		above := &w.edges[w.holds[node]]
		until = min(until, above.to)
		node = above.parent
	}
	if until < e.to {
		heap.Push(&w.later, event{until, resumes, no})
	}
	if key := memberKey(c.members); !w.known[key] {
		w.known[key] = true
		w.cycles = append(w.cycles, c)
	}
}

// memberKey is one for cycles of the same members.
func memberKey(members []commission.PartnerNo) string {
	key := make([]byte, 0, 4*len(members))
	for _, p := range slices.Sorted(slices.Values(members)) {
		key = append(key, byte(p), byte(p>>8), byte(p>>16), byte(p>>24))
	}
	return string(key)
}

// agenda is a heap of events by day. All of them are of the kind resumes, whose order within a day does not matter:
// they close no cycle.
type agenda []event

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].day < a[j].day }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(e any)        { *a = append(*a, e.(event)) }

func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// report reports a cycle in a tree at the row that starts last.
func (c *cycle) report(tree string, p *partners) {
	const shown = 50
	var way strings.Builder
	for i, no := range c.members {
		if i == shown {
			way.WriteString(" … below ")
			break
		}
		way.WriteString(quoted(p.list[no].ID) + " below ")
	}
	way.WriteString(quoted(p.list[c.members[0]].ID))
	c.at.in.addf(c.at.line, "cycle of %d in %s on %v: %s; nobody may stand below oneself on any day", len(c.members), tree, c.on, way.String())
}
