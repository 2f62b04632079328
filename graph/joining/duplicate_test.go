package joining_test

import (
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
		marks  string
	}{
		"the same": {func(*joining.Application) {}, "person email iban phone vat_id"},
		"another":  {other, ""},
		"a namesake": {func(a *joining.Application) {
			n := *a
			other(a)
			a.Given, a.Family, a.Birth = n.Given, n.Family, n.Birth
		}, "person"},
		"a couple":     {func(a *joining.Application) { n := *a; other(a); a.Bank.IBAN, a.Phone = n.Bank.IBAN, n.Phone }, "iban phone"},
		"one mailbox":  {func(a *joining.Application) { n := *a; other(a); a.Email = strings.ToUpper(n.Email) }, "email"},
		"one business": {func(a *joining.Application) { n := *a; other(a); a.Bank.IBAN, a.Tax.VATID = n.Bank.IBAN, n.Tax.VATID }, "iban vat_id"},
		"written otherwise": {func(a *joining.Application) {
			n := *a
			other(a)
			a.Given, a.Family, a.Birth = "dr. ANNA", "Mueller Luedenscheidt", n.Birth
			a.Bank.IBAN = "de89 3704 0044 0532 0130 00"
		}, "person iban"},
		"names in each other's field": {func(a *joining.Application) {
			n := *a
			other(a)
			a.Given, a.Family, a.Birth, a.Phone = "Müller-Lüdenscheidt", "Anna", n.Birth, "0049 30 901820"
		}, "person phone"},
		"another birthday": {func(a *joining.Application) { n := *a; other(a); a.Given, a.Family = n.Given, n.Family }, ""},
	} {
		a := sound()
		c.change(&a)
		if got := agreeing(joining.PrintOf(key, sound()), joining.PrintOf(key, a)); got != c.marks {
			t.Errorf("%s: they agree in %q, want %q", name, got, c.marks)
		}
	}
}

// agreeing are the parts in which two prints agree.
func agreeing(a, b joining.Print) string {
	var marks []string
	for _, part := range []struct {
		mark joining.Mark
		a, b string
	}{
		{joining.MarkPerson, a.Person, b.Person},
		{joining.MarkEmail, a.Email, b.Email},
		{joining.MarkIBAN, a.IBAN, b.IBAN},
		{joining.MarkPhone, a.Phone, b.Phone},
		{joining.MarkVATID, a.VATID, b.VATID},
	} {
		if part.a != "" && part.a == part.b {
			marks = append(marks, string(part.mark))
		}
	}
	return strings.Join(marks, " ")
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
	a := sound()
	a.Phone, a.Tax.VATID = "", ""
	if p := joining.PrintOf(key, a); p.Phone != "" || p.VATID != "" {
		t.Errorf("of what is absent the print has %+v", p)
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
