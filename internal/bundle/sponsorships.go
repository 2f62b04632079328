package bundle

import (
	"upline/commission"
	"upline/internal/period"
)

// sponsorships is the content of sponsorships.csv: the whole sponsor history of each partner it lists.
type sponsorships struct {
	*report
	complete bool // every partner it lists is known
	entries  []entry[link]
	salvaged []string // partners listed by records that could not be read
	listed   []bool   // by partner
	groups   *groups
}

// link is a sponsor or a parent.
type link struct {
	id   string // as written; "" for a root, faultyID when at fault
	no   commission.PartnerNo
	slot int32 // of a placement; noSlot when at fault
}

func readSponsorships(t *table) *sponsorships {
	s := &sponsorships{report: t.report}
	for t.next() {
		if t.broken {
			s.salvaged = append(s.salvaged, t.salvaged(0))
			continue
		}
		partner, sponsor := t.id(), t.idOrNone()
		from, to := t.interval()
		s.entries = push(t, s.entries, entry[link]{
			partner: partner, from: from, to: to, line: t.line, value: link{id: sponsor},
		})
	}
	s.complete = t.complete()
	return s
}

// check resolves partners and sponsors, and checks what a sponsorship refers to.
func (s *sponsorships) check(p *partners) {
	s.listed = make([]bool, len(p.list))
	for _, id := range s.salvaged {
		if no := p.find(id); no >= 0 {
			s.listed[no] = true
		}
	}
	for i := range s.entries {
		e := &s.entries[i]
		e.owner = p.resolve(s.report, e.line, "partner", e.partner)
		e.value.no = p.resolve(s.report, e.line, "sponsor", e.value.id)
		if e.owner < 0 {
			continue
		}
		s.listed[e.owner] = true
		e.begin(p.joined(e.owner))
		if joined := p.joined(e.value.no); e.counts() && joined > e.from {
			s.addf(e.line, "sponsor %s joined on %v, after the sponsorship starts on %v", quoted(e.value.id), joined, e.from)
		}
	}
	s.groups = checkOverlaps(s.report, len(p.list), s.entries)
}

// checkOwn checks the sponsors that partners.csv names, where sponsorships.csv does not list the partner.
func (s *sponsorships) checkOwn(p *partners, own []commission.PartnerNo) {
	for no, sponsor := range own {
		start, joined := p.list[no].Joined, p.joined(sponsor)
		if start != noDay && joined > start && !s.listed[no] {
			p.addf(p.lines[no], "sponsor %s joined on %v, after the sponsorship starts on %v",
				quoted(p.list[sponsor].ID), joined, start)
		}
	}
}

// timelines returns who sponsors whom, and when.
func (s *sponsorships) timelines(p *partners, own []commission.PartnerNo) commission.Timelines[commission.PartnerNo] {
	return timelines(len(p.list), s.groups, s.entries,
		func(e *entry[link]) commission.PartnerNo { return e.value.no },
		func(no commission.PartnerNo) (span commission.Span[commission.PartnerNo], ok bool) {
			if s.listed[no] || own[no] < 0 || p.list[no].Joined == noDay {
				return span, false
			}
			return commission.Span[commission.PartnerNo]{From: p.list[no].Joined, To: period.Forever, Value: own[no]}, true
		})
}

// checkCycles reports the cycles in the sponsor tree.
func (s *sponsorships) checkCycles(p *partners, t *commission.Timelines[commission.PartnerNo]) {
	sponsor := func(no commission.PartnerNo) commission.PartnerNo { return no }
	origin := func(no commission.PartnerNo, from period.Day) place {
		if s.listed[no] {
			return place{s.report, lineAt(s.groups.of(no), s.entries, from)}
		}
		return place{p.report, p.lines[no]}
	}
	for _, c := range findCycles(t, sponsor, origin) {
		c.report("the sponsor tree", p)
	}
}

// writeSponsorships writes sponsorships.csv, by partner, then time: those histories that partners.csv does not tell.
func writeSponsorships(w *tableWriter, c *Content) {
	f := c.Facts
	for i := range f.Partners {
		no := commission.PartnerNo(i)
		if onlySponsor(f, no) != commission.NoPartner {
			continue
		}
		for _, s := range f.Sponsors.Of(no) {
			w.partner(no).partner(s.Value).days(s.From, s.To).end()
		}
	}
}
