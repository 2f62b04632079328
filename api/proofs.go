package api

import (
	"context"

	"upline/graph/joining"
	"upline/graph/registrations"
)

// GetRegistrationProof answers GET /partners/{partner}/registration-proof.
func (r *Resources) GetRegistrationProof(ctx context.Context, q GetRegistrationProofRequestObject) (GetRegistrationProofResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.Prove(ctx, q.Partner, asking(ctx))
	if err != nil {
		return nil, err
	}
	answer := RegistrationProof{
		Partner: p.Partner, Registration: p.Registration, Sha256: p.SHA256, Events: mapped(p.Events, eventProven), Consents: p.Ticked(), Record: optional(string(p.Record)),
	}
	proveForm(&answer, &p.Person)
	if len(p.Documents) > 0 {
		documents := mapped(p.Documents, func(d *registrations.ProvenDocument) ProofDocument {
			return ProofDocument{Kind: &d.Kind, Language: &d.Language, Version: &d.Version, Sha256: &d.SHA256, Content: &d.Content}
		})
		answer.Documents = &documents
	}
	return GetRegistrationProof200JSONResponse(answer), nil
}

// proveForm adds what stood on the form, as far as it is shown.
func proveForm(answer *RegistrationProof, p *registrations.Person) {
	if c := p.Contact; c != nil {
		answer.GivenName, answer.FamilyName, answer.Company = &c.Given, &c.Family, optional(c.Company)
		answer.Street, answer.PostalCode, answer.City, answer.Country = &c.Address.Street, optional(c.Address.PostalCode), &c.Address.City, &c.Address.Country
		answer.Email, answer.Phone, answer.Language = &c.Email, optional(c.Phone), &c.Language
	}
	answer.BirthDate = p.Birth
	if p.Bank != nil {
		answer.Iban, answer.Bic = &p.Bank.IBAN, optional(p.Bank.BIC)
	}
	if p.Tax != nil {
		status := string(p.Tax.Status)
		answer.TaxStatus, answer.VatID, answer.TaxNumber = &status, optional(p.Tax.VATID), optional(p.Tax.Number)
	}
}

// eventProven is a step, with what it proves.
func eventProven(e *joining.Event) ProofEvent {
	out := ProofEvent{
		Kind: string(e.Kind), At: e.At, Proves: e.Kind.Proves("en"), By: optional(e.By), Note: optional(e.Note), IP: optional(e.Origin.Address),
		UserAgent: optional(e.Origin.UserAgent),
	}
	if e.Mail != nil {
		out.Mail = &ProofMail{Template: e.Mail.Template, MessageID: e.Mail.MessageID, Sha256: e.Mail.SHA256}
	}
	if len(e.Texts) > 0 {
		texts := mapped(e.Texts, func(t *joining.Text) ProofText {
			return ProofText{Kind: t.Kind, Language: t.Language, Version: t.Version, Sha256: t.SHA256}
		})
		out.Texts = &texts
	}
	return out
}
