package registrations

import (
	"context"

	"upline/graph/chronicle"
	"upline/graph/joining"
)

// documents are the contract and the instruction on withdrawal of an application, in this order, as they are now.
func (s *Store) documents(a *application) ([]joining.Document, error) {
	form := a.form.Normal()
	contract, err := s.contract(form)
	if err != nil {
		return nil, err
	}
	instruction, err := s.config.Templates.Document(joining.TextWithdrawal, form.Language, s.companyValues())
	if err != nil {
		return nil, err
	}
	return []joining.Document{contract, instruction}, nil
}

func textsOf(documents []joining.Document) []joining.Text {
	texts := make([]joining.Text, len(documents))
	for i, document := range documents {
		texts[i] = document.Text
	}
	return texts
}

// Contract shows the contract and the instruction on withdrawal to somebody who has confirmed, and records that it was shown.
//
// Errors: NotFound and Conflict when the link does not lead there, or no more.
func (s *Store) Contract(ctx context.Context, token string, from joining.Origin) (documents []joining.Document, err error) {
	a, err := s.under(ctx, token)
	if err != nil {
		return nil, err
	}
	err = s.step(ctx, "show contract", a.ID, applicant, func(_ *chronicle.Change, a *application) (bool, error) {
		if documents, err = s.documents(a); err != nil {
			return false, err
		}
		before := a.Version
		a.Process, err = a.Show(textsOf(documents), from, s.now())
		return a.Version != before, err
	})
	return documents, err
}
