package joining_test

import (
	"slices"
	"strings"
	"testing"

	"upline/graph/joining"
)

var key = []byte("a key of thirty-two bytes, or so")

func TestDuplicates(t *testing.T) {
	other := func(a *joining.Application) {
		a.Given, a.Family, a.Birth = "Bernd", "Schmidt", "1970-01-01"
		a.Email, a.Phone, a.Bank.IBAN, a.Tax.VATID = "bernd@example.com", "+4930901821", "DE02120300000000202051", "DE115235681"
	}
	for name, c := range map[string]struct {
		change func(a *joining.Application)
		want   joining.Likeness
		marks  string
	}{
		"the same": {func(*joining.Application) {}, joining.Same, "person email iban phone vat_id"},
		"another":  {other, joining.Different, ""},
		"a namesake": {func(a *joining.Application) {
			n := *a
			other(a)
			a.Given, a.Family, a.Birth = n.Given, n.Family, n.Birth
		}, joining.Likely, "person"},
		"a couple":     {func(a *joining.Application) { n := *a; other(a); a.Bank.IBAN, a.Phone = n.Bank.IBAN, n.Phone }, joining.Likely, "iban phone"},
		"one mailbox":  {func(a *joining.Application) { n := *a; other(a); a.Email = strings.ToUpper(n.Email) }, joining.Likely, "email"},
		"one business": {func(a *joining.Application) { n := *a; other(a); a.Bank.IBAN, a.Tax.VATID = n.Bank.IBAN, n.Tax.VATID }, joining.Same, "iban vat_id"},
		"written otherwise": {func(a *joining.Application) {
			n := *a
			other(a)
			a.Given, a.Family, a.Birth = "dr. ANNA", "Mueller Luedenscheidt", n.Birth
			a.Bank.IBAN = "de89 3704 0044 0532 0130 00"
		}, joining.Same, "person iban"},
		"names in each other's field": {func(a *joining.Application) {
			n := *a
			other(a)
			a.Given, a.Family, a.Birth, a.Phone = "Müller-Lüdenscheidt", "Anna", n.Birth, "0049 30 901820"
		}, joining.Same, "person phone"},
		"another birthday": {func(a *joining.Application) { n := *a; other(a); a.Given, a.Family = n.Given, n.Family }, joining.Different, ""},
	} {
		a := sound()
		c.change(&a)
		likeness, marks := joining.Compare(joining.PrintOf(key, sound()), joining.PrintOf(key, a))
		var words []string
		for _, mark := range marks {
			words = append(words, string(mark))
		}
		if got := strings.Join(words, " "); likeness != c.want || got != c.marks {
			t.Errorf("%s: %v by %q, want %v by %q", name, likeness, got, c.want, c.marks)
		}
	}
}

func TestAccentsAndApostrophes(t *testing.T) {
	person := func(given, family string) string {
		return joining.PrintOf(key, joining.Application{Given: given, Family: family, Birth: "1990-01-01"}).Person
	}
	for _, same := range [][2]string{{"Zoë", "Zoe"}, {"Øyvind", "Oeyvind"}, {"Łukasz", "Lukasz"}, {"José", "Jose\u0301"}, {"Anna", "ANNA Maria"}, {"D’Arcy", "D'Arcy"}, {"Ağa", "Aga"}, {"Prof. Dr. Eva", "Eva"}} {
		if person(same[0], "Weiß") != person(same[1], "Weiss") {
			t.Errorf("%s and %s differ", same[0], same[1])
		}
	}
	if person("Anna", "von der Heide") != person("Anna", "Heide-Witzka") {
		t.Error("a particle and a second name matter")
	}
	if person("Anna", "Weiß") == person("Anne", "Weiß") {
		t.Error("Anna and Anne are alike")
	}
}

// Absent parts never agree, and nothing of a form can be read in its print.
func TestPrints(t *testing.T) {
	a, b := sound(), sound()
	a.Phone, b.Phone, a.Tax.VATID, b.Tax.VATID = "", "", "", ""
	if _, marks := joining.Compare(joining.PrintOf(key, a), joining.PrintOf(key, b)); slices.Contains(marks, joining.MarkPhone) || slices.Contains(marks, joining.MarkVATID) {
		t.Errorf("marks %v", marks)
	}
	if joining.PrintOf(key, a) == joining.PrintOf([]byte("another key of thirty-two bytes."), a) {
		t.Error("the key does not matter")
	}
	p := joining.PrintOf(key, a)
	if p.Email != joining.EmailHash(key, " Anna@EXAMPLE.com ") || strings.Contains(p.Email, "anna") || p.Email == p.IBAN {
		t.Errorf("%+v", p)
	}
	swiss := func(id string) string {
		return joining.PrintOf(key, joining.Application{Tax: joining.Tax{VATID: id}}).VATID
	}
	if swiss("CHE-107.787.577 MWST") != swiss("CHE107787577IVA") || swiss("IE6388047V") == swiss("IE6388047A") {
		t.Error("VAT ids are compared wrongly")
	}
}

// A stranger who knows a partner's name, birthday and account gets the mail that everybody gets.
func TestOnlyTheOwnerOfAnAddressLearnsThatItIsKnown(t *testing.T) {
	if got := joining.FirstMail([]joining.Mark{joining.MarkPerson, joining.MarkIBAN, joining.MarkPhone, joining.MarkVATID}); got != joining.MailConfirm {
		t.Errorf("a stranger gets %s", got)
	}
	if got := joining.FirstMail([]joining.Mark{joining.MarkEmail}); got != joining.MailKnown {
		t.Errorf("the owner gets %s", got)
	}
}
