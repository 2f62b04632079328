package registrations

import (
	"context"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

var partnerLock = &chronicle.LockKind{Name: "partner", Lock: cypher.PartnersLock, Recorded: cypher.PartnersRecorded}

// Person is what is known of the person who is a partner. What somebody may not see is nil.
type Person struct {
	Partner string
	Contact *Contact      // access.Contact
	Birth   *string       // access.Birth: YYYY-MM-DD
	Bank    *joining.Bank // access.Bank
	Tax     *joining.Tax  // access.Tax
	Version string        // another one after each change
}

// Contact is who somebody is, and how to reach them.
type Contact struct {
	Given, Family, Company string
	Address                joining.Address
	Email, Phone, Language string
	Newsletter, PhoneCalls bool // consents
}

// personOf is the person who filled in a form.
func personOf(form joining.Application) Person {
	form = form.Normal()
	return Person{
		Contact: &Contact{
			Given: form.Given, Family: form.Family, Company: form.Company, Address: form.Address, Email: form.Email, Phone: form.Phone,
			Language: form.Language, Newsletter: form.Consents.Newsletter, PhoneCalls: form.Consents.PhoneCalls,
		},
		Birth: &form.Birth, Bank: &form.Bank, Tax: &form.Tax,
	}
}

// form is the form that a person would fill in today.
func (p *Person) form() joining.Application {
	c := p.Contact
	return joining.Application{
		Given: c.Given, Family: c.Family, Company: c.Company, Address: c.Address, Birth: *p.Birth, Tax: *p.Tax, Bank: *p.Bank, Email: c.Email,
		Phone: c.Phone, Language: c.Language,
		Consents: joining.Consents{Terms: true, Privacy: true, Newsletter: c.Newsletter, PhoneCalls: c.PhoneCalls},
	}
}

// Person returns of a partner's person the groups of fields that are asked for, and nothing else. That by looks at them is recorded
// before anything is shown.
//
// Errors: NotFound when there is no such partner, or none within, or nothing is known of the person.
func (s *Store) Person(ctx context.Context, partner string, fields access.Fields, by graph.By) (*Person, error) {
	if _, err := s.company.Partner(ctx, partner, s.viewBy(by)); err != nil {
		return nil, err
	}
	p, err := s.person(s.reads(ctx), partner)
	if err == nil && p == nil {
		err = fault.NotFoundf("person", "nothing is known of the person who is partner %s", partner)
	}
	if err != nil {
		return nil, err
	}
	names := fields.Names()
	_, err = s.Look(ctx, by.Recorded(), chronicle.Look{
		Operation: "look at " + strings.Join(names, ", ") + " data", Kind: chronicle.PersonKind, Key: partner, Subject: subjectOf(partner), Fields: names,
	})
	if err != nil {
		return nil, err
	}
	return p.with(fields), nil
}

// with leaves out what is not asked for.
func (p *Person) with(fields access.Fields) *Person {
	shown := &Person{Partner: p.Partner, Version: p.Version}
	if fields.Has(access.Contact) {
		shown.Contact = p.Contact
	}
	if fields.Has(access.Birth) {
		shown.Birth = p.Birth
	}
	if fields.Has(access.Bank) {
		shown.Bank = p.Bank
	}
	if fields.Has(access.Tax) {
		shown.Tax = p.Tax
	}
	return shown
}

// person reads what is known of a person; nil: nothing.
func (s *Store) person(run runs, partner string) (p *Person, err error) {
	err = run(cypher.PersonFind, map[string]any{"partner": partner}, func(record *neo4j.Record) error {
		var err error
		if p, err = s.personIn(partner, record.Values[0].(map[string]any)); err == nil {
			p.Version = chronicle.VersionOf([]any{record.Values[1]})
		}
		return err
	})
	return p, err
}

// personIn is the person of a node's properties. Bank and tax data are sealed there.
func (s *Store) personIn(partner string, properties chronicle.Columns) (*Person, error) {
	p := knownPerson(partner, properties)
	money := money{*p.Bank, *p.Tax} // as text, before they were sealed
	if sealed := properties.Text("money"); sealed != "" {
		if err := s.unseal(moneyOf(partner), sealed, &money); err != nil {
			return nil, err
		}
	}
	p.Bank, p.Tax = &money.Bank, &money.Tax
	return p, nil
}

// money is what of a person is kept sealed.
type money struct {
	Bank joining.Bank
	Tax  joining.Tax
}

// moneyOf is what it is bound to.
func moneyOf(partner string) string { return "person " + partner }

// OpenMoney adds the bank and tax data of a partner's person, which are kept sealed, to properties as a journal or a file has them.
//
// Errors: Internal when they were sealed by a key that is not set.
func (s *Store) OpenMoney(partner, sealed string, properties map[string]any) error {
	var m money
	if err := s.unseal(moneyOf(partner), sealed, &m); err != nil {
		return err
	}
	for name, value := range map[string]string{
		"iban": m.Bank.IBAN, "bic": m.Bank.BIC, "taxStatus": string(m.Tax.Status), "vatID": m.Tax.VATID, "taxNumber": m.Tax.Number,
	} {
		if value != "" {
			properties[name] = value
		}
	}
	return nil
}

func knownPerson(partner string, properties chronicle.Columns) *Person {
	c, birth := properties, properties.Text("birth")
	newsletter, _ := c["newsletter"].(bool)
	calls, _ := c["phoneCalls"].(bool)
	return &Person{
		Partner: partner, Birth: &birth,
		Contact: &Contact{
			Given: c.Text("given"), Family: c.Text("family"), Company: c.Text("company"), Email: c.Text("email"), Phone: c.Text("phone"),
			Address:  joining.Address{Street: c.Text("street"), PostalCode: c.Text("postalCode"), City: c.Text("city"), Country: c.Text("country")},
			Language: c.Text("language"), Newsletter: newsletter, PhoneCalls: calls,
		},
		Bank: &joining.Bank{IBAN: c.Text("iban"), BIC: c.Text("bic")},
		Tax:  &joining.Tax{Status: joining.TaxStatus(c.Text("taxStatus")), VATID: c.Text("vatID"), Number: c.Text("taxNumber")},
	}
}

// told is what an audit entry says of a person; nil: nothing was known. Bank and tax data are sealed in the database, so that of their numbers
// it says just which they were.
func (p *Person) told() any {
	if p == nil {
		return nil
	}
	bank := joining.Bank{IBAN: hinted(p.Bank.IBAN), BIC: p.Bank.BIC}
	tax := joining.Tax{Status: p.Tax.Status, VATID: hinted(p.Tax.VATID), Number: hinted(p.Tax.Number)}
	return struct {
		Contact *Contact      `json:"contact"`
		Birth   *string       `json:"birth_date"`
		Bank    *joining.Bank `json:"bank"`
		Tax     *joining.Tax  `json:"tax"`
	}{p.Contact, p.Birth, &bank, &tax}
}

// hinted is a number by its first two and its last four characters.
func hinted(number string) string {
	const first, last = 2, 4
	switch {
	case number == "":
		return ""
	case len(number) <= first+last:
		return "…"
	}
	return number[:first] + "…" + number[len(number)-last:]
}

// writePerson records what is known of a partner's person from now on, and by what it is found again. was is what was known before; nil:
// nothing.
func (s *Store) writePerson(c *chronicle.Change, partner string, seq int64, was *Person, p Person) error {
	c.About(chronicle.PersonKind, partner, subjectOf(partner), was.told(), p.told())
	sealed, err := s.seal(moneyOf(partner), money{*p.Bank, *p.Tax})
	if err != nil {
		return err
	}
	properties := map[string]any{
		"seq": seq, "partner": partner, "openKey": partner, "recorded": chronicle.Moment(c.Recorded), "superseded": chronicle.FarTime,
		"given": p.Contact.Given, "family": p.Contact.Family, "company": p.Contact.Company, "street": p.Contact.Address.Street,
		"postalCode": p.Contact.Address.PostalCode, "city": p.Contact.Address.City, "country": p.Contact.Address.Country,
		"email": p.Contact.Email, "phone": p.Contact.Phone, "language": p.Contact.Language, "newsletter": p.Contact.Newsletter,
		"phoneCalls": p.Contact.PhoneCalls, "birth": *p.Birth, "money": sealed, "changed": chronicle.Moment(c.Recorded),
	}
	for name, hash := range marksOf(s.print(p.form())) {
		properties["mark"+strings.ToUpper(name[:1])+name[1:]] = hash
	}
	return c.Run(cypher.PersonWrite, map[string]any{"partner": partner, "person": properties, "recorded": c.Recorded}, nil)
}

// subjectOf names a partner as the person whose data something is.
func subjectOf(partner string) string { return "partner:" + partner }

// ChangeContact changes who a partner's person is, and how to reach them. A name that changes is the partner's from then on, everywhere;
// what was known before keeps the former one. A consent that is given or revoked by it is recorded as one.
//
// Errors: joining.Findings when something is wrong with it; NotFound when there is no such partner; Stale when by.Seen is not what is known.
func (s *Store) ChangeContact(ctx context.Context, partner string, contact Contact, by graph.By) error {
	return s.changePerson(ctx, "change contact data", partner, by, requestOf(by), func(p *Person) { p.Contact = &contact },
		"given_name", "family_name", "company", "address", "email", "phone", "language")
}

// ChangeBank changes where a partner's commissions are paid to.
//
// Errors: those of ChangeContact.
func (s *Store) ChangeBank(ctx context.Context, partner string, bank joining.Bank, by graph.By) error {
	return s.changePerson(ctx, "change bank data", partner, by, requestOf(by), func(p *Person) { p.Bank = &bank }, "bank")
}

// ChangeTax changes how a partner's commissions are taxed.
//
// Errors: those of ChangeContact.
func (s *Store) ChangeTax(ctx context.Context, partner string, tax joining.Tax, by graph.By) error {
	return s.changePerson(ctx, "change tax data", partner, by, requestOf(by), func(p *Person) { p.Tax = &tax }, "tax")
}

// changePerson changes a part of a person. What is found wrong in the fields of others was wrong before, and is left alone.
func (s *Store) changePerson(ctx context.Context, operation, partner string, by graph.By, from joining.Origin, change func(p *Person), fields ...string) error {
	if _, err := s.company.Partner(ctx, partner, s.viewBy(by)); err != nil {
		return err
	}
	seq, err := s.Numbers(ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	locks := []chronicle.Lock{{Kind: partnerLock, IDs: []string{partner}}}
	_, err = s.Change(ctx, operation, by.Recorded(), locks, func(c *chronicle.Change) error {
		was, err := s.person(c.Run, partner)
		if err != nil {
			return err
		}
		p := knownPerson(partner, nil)
		if was != nil {
			known := *was
			p = &known
		}
		if by.Seen != "" && by.Seen != p.Version {
			return &fault.Error{Kind: fault.Stale, Op: "person", Msg: "the person of partner " + partner + " has changed since you looked: look again, and repeat the change if it is still right"}
		}
		lived := p.Contact.Address.Country
		change(p)
		if err := s.wrong(p, fields); err != nil {
			return err
		}
		kept := personKept(p)
		if err := s.rename(c, partner, was, &kept); err != nil {
			return err
		}
		if err := s.consents(c, partner, was, &kept, by.Actor, from); err != nil {
			return err
		}
		if country := kept.Contact.Address.Country; country != lived { // the market is where the partner lives
			if err := s.company.WriteMarket(c, partner, country, s.today()); err != nil {
				return err
			}
		}
		return s.writePerson(c, partner, seq, was, kept)
	})
	return err
}

// requestOf is where a change came from, of somebody who is known.
func requestOf(by graph.By) joining.Origin { return joining.Origin{Address: by.From} }

// rename gives a partner the name of the person, when that one has changed.
func (s *Store) rename(c *chronicle.Change, partner string, was, is *Person) error {
	if was == nil || was.Contact.Family == "" || was.Contact.Given == is.Contact.Given && was.Contact.Family == is.Contact.Family {
		return nil
	}
	return s.company.Rename(c, partner, is.Contact.Given+" "+is.Contact.Family)
}

// personKept is a person as the form would be kept.
func personKept(p *Person) Person { return personOf(p.form()) }

// wrong returns what is wrong in some fields of a person.
func (s *Store) wrong(p *Person, fields []string) error {
	findings := slices.DeleteFunc(s.rules().Check(p.form(), s.now()), func(f joining.Finding) bool {
		top, _, _ := strings.Cut(f.Field, ".")
		return !slices.Contains(fields, top)
	})
	if len(findings) == 0 {
		return nil
	}
	return &Wrong{findings}
}

// Wrong is an error that lists what is wrong in a form.
type Wrong struct{ Findings joining.Findings }

func (w *Wrong) Error() string { return w.Findings.Err().Error() }

// Unwrap is the error's kind, Invalid.
func (w *Wrong) Unwrap() error { return w.Findings.Err() }
