package bundle

import (
	"upline/commission"
	"upline/internal/period"
)

// partners is the content of partners.csv, sorted by id. Of rows with one id, the first counts.
type partners struct {
	*report
	complete bool                 // every partner is known, so that other ids are unknown
	list     []commission.Partner // Joined is noDay where it is at fault
	sponsors []string             // as written: "" for none, faultyID when at fault
	lines    []int32              // 0 for partners that are only presumed
	strays   []stray
	index    *idIndex
}

// stray is a row that stands for no partner, since its id is at fault or doubled. Its sponsor must be known all the same.
type stray struct {
	sponsor string
	line    int32
}

// unknownPartner stands for a partner whose id is at fault or unknown.
const unknownPartner commission.PartnerNo = -2

func readPartners(t *table, workers int) *partners {
	p := &partners{report: t.report}
	var salvaged []string
	for t.next() {
		if t.broken {
			salvaged = append(salvaged, t.salvaged(0))
			continue
		}
		id, name := t.id(), t.keep(t.text())
		joined := t.day()
		sponsor := t.idOrNone()
		if id == faultyID {
			p.strays = append(p.strays, stray{sponsor, t.line})
			continue
		}
		p.list = push(t, p.list, commission.Partner{ID: id, Name: name, Joined: joined})
		p.sponsors = push(t, p.sponsors, sponsor)
		p.lines = push(t, p.lines, t.line)
	}
	p.complete = t.complete()
	p.presume(salvaged)
	p.sort(workers)
	return p
}

// presume adds partners of whom no more is known than their ids. It comes before sort.
func (p *partners) presume(ids []string) {
	for _, id := range ids {
		if id == faultyID {
			continue
		}
		p.list = append(p.list, commission.Partner{ID: id, Joined: noDay})
		p.sponsors = append(p.sponsors, faultyID)
		p.lines = append(p.lines, 0)
	}
}

// sort brings the partners into the order of their ids, takes out duplicates, and indexes the rest.
func (p *partners) sort(workers int) {
	id := func(row int) string { return p.list[row].ID }
	order := idOrder(len(p.list), id, workers)
	p.list = inThat(order, p.list) // one after the other: each leaves its former list to be collected
	p.sponsors = inThat(order, p.sponsors)
	p.lines = inThat(order, p.lines)
	kept := firstOfEach(len(p.list), id, func(to, from int) {
		p.list[to], p.sponsors[to], p.lines[to] = p.list[from], p.sponsors[from], p.lines[from]
	}, p.drop)
	p.list, p.sponsors, p.lines = p.list[:kept], p.sponsors[:kept], p.lines[:kept]
	p.index = newIDIndex(kept, func(no int32) string { return p.list[no].ID })
}

// drop reports a row whose id stands in an earlier line.
func (p *partners) drop(row, first int) {
	if p.lines[row] == 0 {
		return
	}
	p.addf(p.lines[row], "id %s is a duplicate: line %d has it too", quoted(p.list[row].ID), p.lines[first])
	p.strays = append(p.strays, stray{p.sponsors[row], p.lines[row]})
}

// find returns the partner of an id, or unknownPartner.
func (p *partners) find(id string) commission.PartnerNo {
	if no, ok := p.index.find(id); ok {
		return commission.PartnerNo(no)
	}
	return unknownPartner
}

// resolve returns the partner whom a column of another file names: NoPartner for an empty id, unknownPartner for one
// that is at fault, or unknown, which is reported there.
func (p *partners) resolve(r *report, line int32, column, id string) commission.PartnerNo {
	if id == "" {
		return commission.NoPartner
	}
	no := p.find(id)
	if no == unknownPartner && p.complete && id != faultyID {
		r.addf(line, "%s %s is unknown: write the id of a partner in partners.csv", column, quoted(id))
	}
	return no
}

// joined returns the day a partner joined; noDay for unknownPartner, or when it is at fault.
func (p *partners) joined(no commission.PartnerNo) period.Day {
	if no < 0 {
		return noDay
	}
	return p.list[no].Joined
}

// resolveSponsors finds the sponsors that partners.csv names, by partner; NoPartner for a root.
func (p *partners) resolveSponsors(workers int) []commission.PartnerNo {
	sponsors := make([]commission.PartnerNo, len(p.list))
	inParts(len(p.list), workers, func(from, to int) {
		for no := from; no < to; no++ {
			sponsors[no] = p.resolve(p.report, p.lines[no], "sponsor", p.sponsors[no])
		}
	})
	for _, s := range p.strays {
		p.resolve(p.report, s.line, "sponsor", s.sponsor)
	}
	p.sponsors, p.strays = nil, nil
	return sponsors
}

// writePartners writes partners.csv, by id. The sponsor is that of who never had another; for the rest, sponsorships.csv
// tells.
func writePartners(w *tableWriter, c *Content) {
	f := c.Facts
	for i := range f.Partners {
		no, p := commission.PartnerNo(i), &f.Partners[i]
		w.text(p.ID).text(p.Name).day(p.Joined).partner(onlySponsor(f, no)).end()
	}
}

// onlySponsor returns the sponsor who holds from joining on, for ever; NoPartner where there is none.
func onlySponsor(f *commission.Facts, no commission.PartnerNo) commission.PartnerNo {
	spans := f.Sponsors.Of(no)
	if len(spans) == 1 && spans[0].From == f.Partners[no].Joined && spans[0].To == period.Forever {
		return spans[0].Value
	}
	return commission.NoPartner
}
