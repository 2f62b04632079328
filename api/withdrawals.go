package api

import (
	"context"
	"time"

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
	began := time.Now()
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
	noSooner(ctx, began)
	return StateWithdrawal202JSONResponse{Received: statement.Received, Text: withdrawalReceived[b.Language]}, nil
}

// ListWithdrawals answers GET /withdrawals.
func (r *Resources) ListWithdrawals(ctx context.Context, q ListWithdrawalsRequestObject) (ListWithdrawalsResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.Statements(ctx, value(q.Params.Closed), SightOf(ctx).Fields(), asking(ctx), valueOr(q.Params.Limit, rowsOfPage))
	if err != nil {
		return nil, err
	}
	return ListWithdrawals200JSONResponse{Items: mapped(list, func(w *registrations.Statement) WithdrawalStatement {
		out := WithdrawalStatement{
			ID: w.ID, Received: w.Received, Name: w.Name, PartnerNumber: optional(w.Number), Partner: optional(w.Partner), Closed: moment(w.Closed),
			ClosedBy: optional(w.ClosedBy),
		}
		if r.shows(ctx, w.Partner, access.Contact) {
			out.Email = optional(w.Email)
		}
		if r.shows(ctx, w.Partner, access.Notes) {
			out.Declaration, out.ClosedReason = optional(w.Declaration), optional(w.ClosedReason)
		}
		return out
	})}, nil
}

// CloseWithdrawal answers POST /withdrawals/{withdrawal}/closing.
func (r *Resources) CloseWithdrawal(ctx context.Context, q CloseWithdrawalRequestObject) (CloseWithdrawalResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	return CloseWithdrawal204Response{}, s.CloseStatement(ctx, q.Withdrawal, changing(ctx, &q.Body.Reason))
}

// WithdrawRegistration answers POST /registrations/withdrawal.
func (r *Resources) WithdrawRegistration(ctx context.Context, q WithdrawRegistrationRequestObject) (WithdrawRegistrationResponseObject, error) {
	s, from, err := r.joiningAt(ctx)
	if err != nil {
		return nil, err
	}
	outcome, err := s.Retract(ctx, q.Body.Token, from)
	if err != nil {
		return nil, err
	}
	return WithdrawRegistration200JSONResponse{Outcome: outcomeNames[outcome], Text: outcome.Explain(q.Body.Language)}, nil
}

// RecordRegistrationWithdrawal answers POST /registrations/{registration}/withdrawal.
func (r *Resources) RecordRegistrationWithdrawal(ctx context.Context, q RecordRegistrationWithdrawalRequestObject) (RecordRegistrationWithdrawalResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	return RecordRegistrationWithdrawal204Response{}, s.RetractFor(ctx, q.Registration, changing(ctx, &q.Body.Reason))
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
	end, err := s.End(ctx, q.Partner, endKinds[q.Body.Kind], q.Body.On, value(q.Body.Statement), who)
	if err != nil {
		return nil, err
	}
	return EndContract201JSONResponse{Partner: end.Partner, Kind: q.Body.Kind, From: end.From, Applied: end.Applied}, nil
}
