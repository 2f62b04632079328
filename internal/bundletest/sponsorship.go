package bundletest

// sponsorships resolves who sponsors whom: the sponsor of each member for partners.csv, and the rows of sponsorships.csv.
func (c *company) sponsorships() (sponsors []string, rows []Sponsorship) {
	graph := make(forest, len(c.members))
	sponsors = make([]string, len(c.members))
	for i, m := range c.members {
		parent := nobody
		if !m.root {
			parent = c.recruiter(i, m.word)
		}
		sponsors[i] = c.idOf(parent)
		graph[i] = []edge{{interval{m.joined, forever}, parent}}
	}
	for i, m := range c.members {
		moved := c.sponsorHistory(graph, i)
		if len(moved) > 0 && m.word%3 == 2 {
			// Whom sponsorships.csv lists is not looked up in partners.csv: any known id will do there.
			sponsors[i] = c.members[scaled(m.word, len(c.members))].id
		}
		rows = append(rows, moved...)
	}
	return sponsors, rows
}

// sponsorHistory replaces the sponsor of a member by the history drawn, without the rows that would close a cycle.
func (c *company) sponsorHistory(graph forest, i int) []Sponsorship {
	m := c.members[i]
	inherited := graph[i]
	graph[i] = nil
	var rows []Sponsorship
	for k, days := range m.moves.rows(m.joined) {
		s := m.moves.stays[k]
		counted := interval{max(days.from, m.joined), days.to}
		parent := nobody
		if counted.from < counted.to && !s.root {
			parent = c.parent(i, s, counted.from)
		}
		if counted.from < counted.to {
			e := edge{counted, parent}
			if graph.closesCycle(i, e) {
				continue
			}
			graph[i] = append(graph[i], e)
		}
		rows = append(rows, Sponsorship{m.id, c.idOf(parent), days.from.String(), days.to.String()})
	}
	if len(rows) == 0 {
		graph[i] = inherited
		return nil
	}
	if days, ok := m.moves.bygoneRow(m.joined); ok {
		anybody := c.members[scaled(m.word, len(c.members))].id
		rows = append(rows, Sponsorship{m.id, anybody, days.from.String(), days.to.String()})
	}
	return rows
}

// recruiter is the member a word means among the last few who joined before member i; the first member has none.
func (c *company) recruiter(i int, word uint64) int {
	if i == 0 {
		return nobody
	}
	return i - 1 - scaled(word, min(i, c.reach))
}

// parent is whom a stay of member i that starts on a day is under. Who comes earlier among the members has joined by then.
func (c *company) parent(i int, s stay, d day) int {
	if s.anyone {
		other := scaled(s.word, len(c.members))
		if other != i && c.members[other].joined <= d {
			return other
		}
	}
	return c.recruiter(i, s.word)
}

func (c *company) idOf(member int) string {
	if member == nobody {
		return ""
	}
	return c.members[member].id
}
