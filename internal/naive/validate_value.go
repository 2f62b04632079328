package naive

import (
	"math/big"
	"slices"
)

// keys: "Missing and doubled keys are refused", and unknown ones (plan-language §3 and §2).
func (p *version) keys(m *knot, required, optional []string) {
	for _, key := range required {
		if !m.has(key) {
			p.report(p.file, m.firstLine(), key)
		}
	}
	for i, e := range m.entries {
		known := slices.Contains(required, e.key) || slices.Contains(optional, e.key)
		doubled := slices.ContainsFunc(m.entries[:i], func(earlier entry) bool { return earlier.key == e.key })
		if !known || doubled {
			p.report(p.file, e.line, e.key)
		}
	}
}

// mapping is the mapping of a key; nil without one, which is a fault if there is something else.
func (p *version) mapping(m *knot, key string) *knot {
	return p.ofKind(m, key, mappingKnot)
}

func (p *version) list(m *knot, key string) *knot { return p.ofKind(m, key, listKnot) }

func (p *version) scalar(m *knot, key string) *knot { return p.ofKind(m, key, scalarKnot) }

func (p *version) ofKind(m *knot, key string, kind knotKind) *knot {
	value := m.find(key)
	if value != nil && value.kind != kind {
		p.report(p.file, value.line, key)
		return nil
	}
	return value
}

// mappings are the mappings of a list; complete tells whether it is a list and has no other items.
func (p *version) mappings(m *knot, key string) (items []*knot, complete bool) {
	list := p.list(m, key)
	if list == nil {
		return nil, !m.has(key)
	}
	complete = true
	for _, item := range list.items {
		if item.kind != mappingKnot {
			p.report(p.file, item.line, key)
			complete = false
			continue
		}
		items = append(items, item)
	}
	return items, complete
}

func (p *version) id(m *knot, key string) string {
	value := p.scalar(m, key)
	if value == nil {
		return ""
	}
	if !isID(value.text) {
		p.report(p.file, value.line, key)
		return ""
	}
	return value.text
}

// oneOf is the word of a key; "" if it is none of those.
func (p *version) oneOf(m *knot, key string, words ...string) string {
	value := p.scalar(m, key)
	if value == nil {
		return ""
	}
	if !slices.Contains(words, value.text) {
		p.report(p.file, value.line, value.text)
		return ""
	}
	return value.text
}

func (p *version) truth(m *knot, key string) { p.oneOf(m, key, "true", "false") }

// number checks a number of so many places that is not negative.
func (p *version) number(m *knot, key string, places int) {
	if value := p.scalar(m, key); value != nil {
		p.numberOf(value, places)
	}
}

func (p *version) numberOf(value *knot, places int) {
	switch {
	case !isNumber(value.text, places):
		p.report(p.file, value.line, value.text)
	case isNegative(value.text):
		p.report(p.file, value.line, "negative")
	}
}

// numbers checks a list of percentages.
func (p *version) numbers(m *knot, key string) {
	list := p.list(m, key)
	if list == nil {
		return
	}
	for _, item := range list.items {
		if item.kind != scalarKnot {
			p.report(p.file, item.line, key)
			continue
		}
		p.numberOf(item, 6)
	}
}

// whole checks a whole number of at least and at most that much; most 0: any. It is "" when the number is at fault.
func (p *version) whole(m *knot, key string, least, most int64) string {
	value := p.scalar(m, key)
	if value == nil || !p.wholeOf(value, key, least, most) {
		return ""
	}
	return value.text
}

func (p *version) wholeOf(value *knot, key string, least, most int64) bool {
	if !isNumber(value.text, 0) {
		p.report(p.file, value.line, value.text)
		return false
	}
	number := decimal(value.text)
	if number.Cmp(new(big.Rat).SetInt64(least)) < 0 || most > 0 && number.Cmp(new(big.Rat).SetInt64(most)) > 0 {
		p.report(p.file, value.line, key)
		return false
	}
	return true
}

// rank checks the id of a rank: "unknown ranks" are refused.
func (p *version) rank(m *knot, key string) {
	if value := p.scalar(m, key); value != nil {
		p.knownRank(value.text, value.line)
	}
}

func (p *version) knownRank(rank string, line int) {
	if p.ranksAreKnown && !slices.Contains(p.ranks, rank) {
		p.report(p.file, line, rank)
	}
}
