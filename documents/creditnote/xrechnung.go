package creditnote

import (
	"regexp"
	"strings"

	"upline/internal/fault"
)

// What XRechnung wants of a telephone number and of an address for e-mail (BR-DE-27, BR-DE-28).
var (
	phoneShape = regexp.MustCompile(`[0-9].*[0-9].*[0-9]`)
	emailShape = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
)

// checkXRechnung checks what XRechnung demands besides: how to reach the seller (BG-6), both sides' electronic addresses (BT-34,
// BT-49), and postal codes (BR-DE-4, BR-DE-9).
func (w writing) checkXRechnung() error {
	partner, company := w.note.Partner, w.company
	var missing []string
	for _, need := range []struct {
		there bool
		name  string
	}{
		{phoneShape.MatchString(partner.Phone), "the partner's telephone number"},
		{emailShape.MatchString(partner.Email), "the partner's e-mail address"},
		{emailShape.MatchString(company.Email), "the company's e-mail address"},
		{partner.PostalCode != "", "the partner's postal code"},
		{company.PostalCode != "", "the company's postal code"},
	} {
		if !need.there {
			missing = append(missing, need.name)
		}
	}
	if len(missing) > 0 {
		return fault.Invalidf(op, "%s cannot be an XRechnung: it lacks %s", w.note.Number, strings.Join(missing, ", "))
	}
	return nil
}
