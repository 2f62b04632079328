package results

import (
	"strings"

	"upline/commission"
)

// columns holds the texts that recur, ready to be written: ids, quoted where they must be.
type columns struct {
	facts    *commission.Facts
	bonuses  []string
	ranks    []string
	scale    int
	partners []shortID // by number
	quotes   bool      // whether any id of an order needs quotes
}

// shortID is an id of up to 15 bytes that stands in one piece of memory, where a string would be looked up in two:
// a settlement writes the ids of millions of beneficiaries, in no order. Other ids have the length long.
type shortID struct {
	length byte
	text   [15]byte
}

const long = 255

func newColumns(f *commission.Facts) *columns {
	plan := f.Plans[0] // all versions have the same ranks and scale
	c := &columns{facts: f, scale: plan.Money.Scale, partners: make([]shortID, len(f.Partners))}
	for _, id := range f.Bonuses() {
		c.bonuses = append(c.bonuses, quoted(id))
	}
	for _, rank := range plan.Ranks {
		c.ranks = append(c.ranks, quoted(rank.ID))
	}
	for i := range f.Partners {
		id, short := f.Partners[i].ID, &c.partners[i]
		if len(id) > len(short.text) || needsQuotes(id) {
			short.length = long
		} else {
			short.length = byte(copy(short.text[:], id))
		}
	}
	for i := range f.Orders {
		c.quotes = c.quotes || needsQuotes(f.Orders[i].ID)
	}
	return c
}

// needsQuotes reports whether a field holds a comma, a quote or a line break.
func needsQuotes(field string) bool { return strings.ContainsAny(field, ",\"\n\r") }

func quoted(field string) string {
	if !needsQuotes(field) {
		return field
	}
	return `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
}

// partner appends a comma and the id of a partner; nothing for NoPartner.
func (c *columns) partner(dst []byte, p commission.PartnerNo) []byte {
	dst = append(dst, ',')
	if p == commission.NoPartner {
		return dst
	}
	if short := &c.partners[p]; short.length != long {
		return append(dst, short.text[:short.length]...)
	}
	return append(dst, quoted(c.facts.Partners[p].ID)...)
}

// order appends a comma and the id of an order; nothing for NoOrder.
func (c *columns) order(dst []byte, o commission.OrderNo) []byte {
	dst = append(dst, ',')
	if o == commission.NoOrder {
		return dst
	}
	id := c.facts.Orders[o].ID
	if c.quotes {
		id = quoted(id)
	}
	return append(dst, id...)
}

// partnersPerJob is how many partners one job writes.
const partnersPerJob = 8192

// partnerJobs cuts the partners into jobs; row appends the row of one, or nothing.
func (c *columns) partnerJobs(row func(dst []byte, p commission.PartnerNo) []byte) []job {
	var jobs []job
	for from := 0; from < len(c.facts.Partners); from += partnersPerJob {
		to := min(from+partnersPerJob, len(c.facts.Partners))
		jobs = append(jobs, func(dst []byte) []byte {
			for p := from; p < to; p++ {
				dst = row(dst, commission.PartnerNo(p))
			}
			return dst
		})
	}
	return jobs
}
