package cover

import "slices"

// Kind is how a code is drawn.
type Kind string

// The kinds that are read.
const (
	QR      Kind = "qr"
	Code128 Kind = "code-128"
	Code39  Kind = "code-39"
	EAN13   Kind = "ean-13"
	ITF     Kind = "itf"
)

// Code is a code on a page.
type Code struct {
	Page int // from 1 on
	Kind Kind
	Text string
}

// Part is one document of a scan.
type Part struct {
	Sheet       *Sheet // nil: no cover sheet came before it
	First, Last int    // pages; Last is before First when a cover sheet has nothing behind it
	Doubtful    bool   // its cover sheet has two codes that say different things: Sheet is the first of them
}

// Split splits a scan by its cover sheets, which are no part of a document. What comes before the first is one without.
func Split(pages int, codes []Code) []Part {
	sheets := map[int][]Sheet{}
	for _, c := range codes {
		if s, ok := Read(c.Text); ok && c.Kind == QR && c.Page >= 1 && c.Page <= pages && !slices.Contains(sheets[c.Page], s) {
			sheets[c.Page] = append(sheets[c.Page], s)
		}
	}
	var parts []Part
	current := Part{First: 1}
	end := func(last int) {
		current.Last = last
		if current.Sheet != nil || current.Last >= current.First {
			parts = append(parts, current)
		}
	}
	for n := 1; n <= pages; n++ {
		if found := sheets[n]; len(found) > 0 {
			end(n - 1)
			current = Part{Sheet: &found[0], First: n + 1, Doubtful: len(found) > 1}
		}
	}
	end(pages)
	return parts
}
