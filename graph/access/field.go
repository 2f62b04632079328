package access

import (
	"encoding/json"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strings"

	"upline/internal/fault"
)

// Fields is a set of groups of fields. What somebody may not see is left out of an answer: there is no placeholder that would
// tell that something is there.
type Fields uint16

// The groups of fields. Bank and tax data are apart from each other and from everything else.
const (
	Basic      Fields = 1 << iota // who somebody is, and where: id, name, day of joining, sponsor, status, rank
	Contact                       // address, telephone, e-mail
	Birth                         // day of birth
	Bank                          // bank account
	Tax                           // tax numbers and statuses
	Sales                         // orders, cancellations, volumes
	Earnings                      // what somebody earned, and what the company paid
	Notes                         // reasons and comments that people wrote
	everything Fields = 1<<iota - 1
)

// AllFields are all groups.
const AllFields = everything

// plain is of fields that say nothing about a person: a page's cursor, a run's state. Everybody sees them who sees the answer.
const plain Fields = 0

// fieldNames are the names of the groups, in the order of their bits.
var fieldNames = [...]string{"basic", "contact", "birth", "bank", "tax", "sales", "earnings", "notes"}

var fieldAbout = [...]Words{
	{"who somebody is, and where", "wer jemand ist, und wo"},
	{"address, telephone, e-mail", "Anschrift, Telefon, E-Mail"},
	{"day of birth", "Geburtstag"},
	{"bank account", "Bankverbindung"},
	{"tax numbers and statuses", "Steuernummern und steuerlicher Status"},
	{"orders, cancellations, volumes", "Bestellungen, Stornos, Umsätze"},
	{"earnings and payouts", "Verdienste und Auszahlungen"},
	{"reasons and comments", "Gründe und Bemerkungen"},
}

// guards are the permissions that some groups need besides, each with a scope of its own: so who sees the names of all
// partners may see the bank account and the earnings of the own one alone.
var guards = []struct {
	fields     Fields
	permission Permission
}{{Contact, ReadContactData}, {Birth, ReadBirthData}, {Bank, ReadBankData}, {Tax, ReadTaxData}, {Earnings, ReadEarnings}}

// ofToday are the groups that are kept as they are today, not as they were on a day: only who has somebody in scope today sees
// them, whatever day is asked for (decisions/0010).
const ofToday = Contact | Birth | Bank | Tax

// ParseFields reads the names of groups.
//
// Errors: Invalid.
func ParseFields(names []string) (f Fields, err error) {
	for _, name := range names {
		i := slices.Index(fieldNames[:], name)
		switch {
		case i < 0:
			return 0, fault.Invalidf("fields", "there is no group of fields %q: write some of %s", name, strings.Join(fieldNames[:], ", "))
		case f&(1<<i) != 0:
			return 0, fault.Invalidf("fields", "%q is there twice: write it once", name)
		}
		f |= 1 << i
	}
	return f, nil
}

// Names returns the names of the groups, always in the same order.
func (f Fields) Names() []string {
	names := []string{}
	for i, name := range fieldNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// About says of each group what is in it, in the order of Names.
func (f Fields) About() []Words {
	list := make([]Words, 0, bits.OnesCount16(uint16(f)))
	for i, about := range fieldAbout {
		if f&(1<<i) != 0 {
			list = append(list, about)
		}
	}
	return list
}

// Has says whether all groups of other are in it.
func (f Fields) Has(other Fields) bool { return f&other == other }

// MarshalJSON writes the names.
func (f Fields) MarshalJSON() ([]byte, error) { return json.Marshal(f.Names()) }

// UnmarshalJSON reads the names.
//
// Errors: Invalid.
func (f *Fields) UnmarshalJSON(text []byte) error {
	var names []string
	if err := json.Unmarshal(text, &names); err != nil {
		return fault.Invalidf("fields", `fields are a list of groups, such as ["basic", "sales"]`)
	}
	parsed, err := ParseFields(names)
	*f = parsed
	return err
}

// GroupOf returns the group of a field of an answer, by the names that the contract gives the schema and the field; known is
// false where nobody has said it, and then nobody sees the field. Columns of a list as a file are named like the fields.
func GroupOf(schema, field string) (group Fields, known bool) {
	group, known = fieldGroups[schema][field]
	return group, known
}

// Shows says whether a field of an answer is shown.
func (f Fields) Shows(schema, field string) bool {
	group, known := GroupOf(schema, field)
	return known && f.Has(group)
}

// Mask leaves out of an object whatever is not shown. What is nested in it has a schema of its own, and is masked by itself.
func (f Fields) Mask(schema string, object map[string]any) {
	for field := range object {
		if !f.Shows(schema, field) {
			delete(object, field)
		}
	}
}

// GroupedFields are the schemas whose fields are in groups, each with its fields.
func GroupedFields() iter.Seq2[string, map[string]Fields] { return maps.All(fieldGroups) }
