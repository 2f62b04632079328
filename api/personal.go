package api

import (
	"context"
	"errors"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/joining"
	"upline/graph/registrations"
)

func postalOf(a PostalAddress) joining.Address {
	return joining.Address{Street: a.Street, PostalCode: value(a.PostalCode), City: a.City, Country: a.Country}
}

func bankOf(b BankData) joining.Bank { return joining.Bank{IBAN: b.Iban, BIC: value(b.Bic)} }

func taxOf(t TaxData) joining.Tax {
	return joining.Tax{Status: joining.TaxStatus(t.Status), VATID: value(t.VatID), Number: value(t.TaxNumber)}
}

// person returns one group of what is known of a partner's person.
func (r *Resources) person(ctx context.Context, partner string, fields access.Fields) (*registrations.Person, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	return s.Person(ctx, partner, fields, asking(ctx))
}

// changePerson makes a change to a partner's person.
func (r *Resources) changePerson(ctx context.Context, ifMatch *string, change func(s *registrations.Store, who graph.By) error) error {
	s, err := r.online(ctx)
	if err != nil {
		return err
	}
	who, err := by(ctx, nil, ifMatch)
	if err != nil {
		return err
	}
	err = change(s, who)
	if wrong, is := errors.AsType[*registrations.Wrong](err); is {
		return refusalOf(wrong.Findings, "en")
	}
	return err
}

// GetContactData answers GET /partners/{partner}/contact.
func (r *Resources) GetContactData(ctx context.Context, q GetContactDataRequestObject) (GetContactDataResponseObject, error) {
	answer, err := r.contactData(ctx, q.Partner)
	return GetContactData200JSONResponse{answer}, err
}

// ChangeContactData answers PUT /partners/{partner}/contact.
func (r *Resources) ChangeContactData(ctx context.Context, q ChangeContactDataRequestObject) (ChangeContactDataResponseObject, error) {
	b := q.Body
	contact := registrations.Contact{
		Given: b.GivenName, Family: b.FamilyName, Company: value(b.Company), Address: postalOf(b.Address), Email: b.Email, Phone: value(b.Phone),
		Language: b.Language, Newsletter: b.Newsletter, PhoneCalls: b.PhoneContact,
	}
	err := r.changePerson(ctx, q.Params.IfMatch, func(s *registrations.Store, who graph.By) error {
		return s.ChangeContact(ctx, q.Partner, contact, who)
	})
	if err != nil {
		return nil, err
	}
	answer, err := r.contactData(ctx, q.Partner)
	return ChangeContactData200JSONResponse{answer}, err
}

func (r *Resources) contactData(ctx context.Context, partner string) (answer ContactDataAnswerJSONResponse, err error) {
	p, err := r.person(ctx, partner, access.Contact)
	if err != nil {
		return answer, err
	}
	c := p.Contact
	answer.Headers.ETag = etag(p.Version)
	answer.Body = ContactData{
		GivenName: c.Given, FamilyName: c.Family, Company: optional(c.Company), Email: c.Email, Phone: optional(c.Phone), Language: c.Language,
		Newsletter: c.Newsletter, PhoneContact: c.PhoneCalls,
		Address: PostalAddress{Street: c.Address.Street, PostalCode: optional(c.Address.PostalCode), City: c.Address.City, Country: c.Address.Country},
	}
	return answer, nil
}

// GetBankData answers GET /partners/{partner}/bank.
func (r *Resources) GetBankData(ctx context.Context, q GetBankDataRequestObject) (GetBankDataResponseObject, error) {
	answer, err := r.bankData(ctx, q.Partner)
	return GetBankData200JSONResponse{answer}, err
}

// ChangeBankData answers PUT /partners/{partner}/bank.
func (r *Resources) ChangeBankData(ctx context.Context, q ChangeBankDataRequestObject) (ChangeBankDataResponseObject, error) {
	err := r.changePerson(ctx, q.Params.IfMatch, func(s *registrations.Store, who graph.By) error {
		return s.ChangeBank(ctx, q.Partner, bankOf(*q.Body), who)
	})
	if err != nil {
		return nil, err
	}
	answer, err := r.bankData(ctx, q.Partner)
	return ChangeBankData200JSONResponse{answer}, err
}

func (r *Resources) bankData(ctx context.Context, partner string) (answer BankDataAnswerJSONResponse, err error) {
	p, err := r.person(ctx, partner, access.Bank)
	if err != nil {
		return answer, err
	}
	answer.Headers.ETag = etag(p.Version)
	answer.Body = BankData{Iban: p.Bank.IBAN, Bic: optional(p.Bank.BIC)}
	return answer, nil
}

// GetTaxData answers GET /partners/{partner}/tax.
func (r *Resources) GetTaxData(ctx context.Context, q GetTaxDataRequestObject) (GetTaxDataResponseObject, error) {
	answer, err := r.taxData(ctx, q.Partner)
	return GetTaxData200JSONResponse{answer}, err
}

// ChangeTaxData answers PUT /partners/{partner}/tax.
func (r *Resources) ChangeTaxData(ctx context.Context, q ChangeTaxDataRequestObject) (ChangeTaxDataResponseObject, error) {
	err := r.changePerson(ctx, q.Params.IfMatch, func(s *registrations.Store, who graph.By) error {
		return s.ChangeTax(ctx, q.Partner, taxOf(*q.Body), who)
	})
	if err != nil {
		return nil, err
	}
	answer, err := r.taxData(ctx, q.Partner)
	return ChangeTaxData200JSONResponse{answer}, err
}

func (r *Resources) taxData(ctx context.Context, partner string) (answer TaxDataAnswerJSONResponse, err error) {
	p, err := r.person(ctx, partner, access.Tax)
	if err != nil {
		return answer, err
	}
	answer.Headers.ETag = etag(p.Version)
	answer.Body = TaxData{Status: string(p.Tax.Status), VatID: optional(p.Tax.VATID), TaxNumber: optional(p.Tax.Number)}
	return answer, nil
}
