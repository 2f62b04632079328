package suggestion

import (
	"regexp"
	"strings"

	"upline/documents/intake/cover"
)

// How numbers look unless a company says so: behind a word for them, in German or English.
var (
	partnerNumbers = regexp.MustCompile(`(?i)(?:partner|berater|vertriebspartner|vp|consultant|distributor|member|mitglieds?)[ \t-]*(?:-?nummer|nr|no|number|id)?[ \t]*[.:#]*[ \t]*([A-Z]{0,4}-?[0-9][A-Z0-9/-]{0,30})`)
	orderNumbers   = regexp.MustCompile(`(?i)(?:auftrags?|bestell(?:ung)?s?|order|vorgangs?)[ \t-]*(?:-?nummer|nr|no|number|id)?[ \t]*[.:#]*[ \t]*([A-Z]{0,4}-?[0-9][A-Z0-9/-]{0,30})`)
)

// Points of each reason.
const (
	BySheet       = 100 // nobody doubts what a cover sheet says
	byCode        = 90
	byOrderCode   = 85
	byNumber      = 85
	byOrderNumber = 80
	byName        = 50
	byFullName    = 30 // more, when the name stands in the first lines, where an address does
)

func (s Settings) withDefaults() Settings {
	if s.PartnerNumbers == nil {
		s.PartnerNumbers = partnerNumbers
	}
	if s.OrderNumbers == nil {
		s.OrderNumbers = orderNumbers
	}
	if s.Sure == 0 {
		s.Sure = 75
	}
	return s
}

// bySheet follows the cover sheet.
func (t tally) bySheet(d Document, book Book) error {
	if d.Sheet == nil {
		return nil
	}
	if err := t.by(book.Partner, d.Sheet.Partner, "cover-sheet", BySheet); err != nil {
		return err
	}
	return t.by(book.Order, d.Sheet.Reference, "cover-sheet-order", byCode)
}

// byCodes follows codes with the number of a partner or an order.
func (t tally) byCodes(d Document, book Book) error {
	for i, c := range d.Codes {
		if _, isSheet := cover.Read(c.Text); isSheet || i >= numbersMax || len(c.Text) > 64 {
			continue
		}
		if err := t.by(book.Partner, c.Text, "code", byCode); err != nil {
			return err
		}
		if err := t.by(book.Order, c.Text, "code-order", byOrderCode); err != nil {
			return err
		}
	}
	return nil
}

// by adds the partner whom a number leads to, if it leads to anybody.
func (t tally) by(look func(number string) (Partner, bool, error), number, code string, points int) error {
	if number == "" {
		return nil
	}
	p, ok, err := look(number)
	if ok {
		t.add(p.Number, p.Name, Reason{code, number, points})
	}
	return err
}

// byText follows the numbers and names in the text.
func (t tally) byText(d Document, book Book, s Settings) error {
	text := d.Text[:min(len(d.Text), textMax)]
	for _, number := range numbersIn(text, s.PartnerNumbers) {
		if err := t.by(book.Partner, number, "partner-number", byNumber); err != nil {
			return err
		}
	}
	for _, number := range numbersIn(text, s.OrderNumbers) {
		if err := t.by(book.Order, number, "order-number", byOrderNumber); err != nil {
			return err
		}
	}
	return t.byNames(text, book)
}

// numbersIn are the numbers in a text, each once, in their order. The first group of the pattern is the number, or all of it.
func numbersIn(text string, pattern *regexp.Regexp) []string {
	var numbers []string
	seen := map[string]bool{}
	for _, found := range pattern.FindAllStringSubmatch(text, 10*numbersMax) {
		number := strings.TrimRight(found[min(1, len(found)-1)], "-/")
		if number != "" && !seen[number] && len(numbers) < numbersMax {
			seen[number] = true
			numbers = append(numbers, number)
		}
	}
	return numbers
}
