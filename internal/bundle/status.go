package bundle

import "upline/commission"

// statuses is the content of status.csv.
type statuses struct {
	*report
	entries []entry[commission.Status]
	groups  *groups
}

func readStatuses(t *table) *statuses {
	s := &statuses{report: t.report}
	names := []string{commission.Active.String(), commission.Suspended.String(), commission.Terminated.String()}
	for t.next() {
		if t.broken {
			continue
		}
		partner, status := t.id(), commission.Status(max(t.oneOf(names), 0))
		from, to := t.interval()
		s.entries = push(t, s.entries, entry[commission.Status]{partner: partner, from: from, to: to, line: t.line, value: status})
	}
	return s
}

func (s *statuses) check(p *partners) { s.groups = checkHistory(s.report, p, s.entries) }

func (s *statuses) timelines(partners int) commission.Timelines[commission.Status] {
	return timelines(partners, s.groups, s.entries, func(e *entry[commission.Status]) commission.Status { return e.value }, nil)
}

// writeStatuses writes status.csv, by partner, then time.
func writeStatuses(w *tableWriter, c *Content) {
	f := c.Facts
	for i := range f.Partners {
		no := commission.PartnerNo(i)
		for _, s := range f.Statuses.Of(no) {
			w.partner(no).text(s.Value.String()).days(s.From, s.To).end()
		}
	}
}
