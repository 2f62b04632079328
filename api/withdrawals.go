package api

import (
	"context"

	"upline/graph/access"
	"upline/graph/joining"
	"upline/graph/registrations"
)

// withdrawalReceived is what everybody is told who states a withdrawal.
var withdrawalReceived = map[string]string{
	"de": "Ihre Erklärung ist eingegangen. Wir bestätigen sie mit ihrem Inhalt und der Zeit ihres Eingangs an die Adresse, die zu dem Vertrag gehört.",
	"en": "Your statement has arrived. We confirm it, with what it says and when it came, to the address that belongs to the contract.",
}

// withdrawalWords is what a statement says when whoever makes it adds nothing.
var withdrawalWords = map[string]string{
	"de": "Hiermit widerrufe ich meinen Partnervertrag.",
	"en": "I hereby withdraw from my partner contract.",
}

// StateWithdrawal answers POST /withdrawals.
func (r *Resources) StateWithdrawal(ctx context.Context, q StateWithdrawalRequestObject) (StateWithdrawalResponseObject, error) {
	s, from, err := r.admitNewcomer(ctx)
	if err != nil {
		return nil, err
	}
	b := q.Body
	statement, err := s.State(ctx, registrations.Statement{
		Name: b.Name, Email: b.Email, Number: value(b.PartnerNumber), Declaration: valueOr(optional(value(b.Declaration)), withdrawalWords[b.Language]),
	}, from)
	if err != nil {
		return nil, err
	}
	return StateWithdrawal202JSONResponse{Received: statement.Received, Text: withdrawalReceived[b.Language]}, nil
}

// ListWithdrawals answers GET /withdrawals.
func (r *Resources) ListWithdrawals(ctx context.Context, q ListWithdrawalsRequestObject) (ListWithdrawalsResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.Statements(ctx, r.view(ctx, nil, nil), valueOr(q.Params.Limit, rowsOfPage))
	if err != nil {
		return nil, err
	}
	return ListWithdrawals200JSONResponse{Items: mapped(list, func(w *registrations.Statement) WithdrawalStatement {
		out := WithdrawalStatement{ID: w.ID, Received: w.Received, Name: w.Name, PartnerNumber: optional(w.Number), Partner: optional(w.Partner)}
		if r.shows(ctx, w.Partner, access.Contact) {
			out.Email = optional(w.Email)
		}
		if r.shows(ctx, w.Partner, access.Notes) {
			out.Declaration = optional(w.Declaration)
		}
		return out
	})}, nil
}

// shows says whether a group of fields is shown of a partner today; of nobody's, to who sees it of everybody.
func (r *Resources) shows(ctx context.Context, partner string, group access.Fields) bool {
	if partner == "" {
		return SightOf(ctx).Fields().Has(group)
	}
	return r.Graph.See(ctx, SightOf(ctx), partner, r.Today(), group) == nil
}

// endKinds name the ends of contracts.
var endKinds = map[string]joining.EndKind{
	"withdrawal": joining.EndWithdrawal, "termination": joining.EndOrdinary, "termination_for_cause": joining.EndExtraordinary,
}

// EndContract answers POST /partners/{partner}/ends.
func (r *Resources) EndContract(ctx context.Context, q EndContractRequestObject) (EndContractResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	who, err := by(ctx, q.Body.Reason, nil)
	if err != nil {
		return nil, err
	}
	end, err := s.End(ctx, q.Partner, endKinds[q.Body.Kind], q.Body.On, who)
	if err != nil {
		return nil, err
	}
	if statement := value(q.Body.Statement); statement != "" {
		if err := s.CloseStatement(ctx, statement, q.Partner, who); err != nil {
			return nil, err
		}
	}
	return EndContract201JSONResponse{Partner: end.Partner, Kind: q.Body.Kind, From: end.From, Applied: end.Applied}, nil
}
