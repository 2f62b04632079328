package api

import (
	"context"
	"time"

	"upline/graph"
	"upline/graph/registrations"
	"upline/internal/fault"
)

// consentsRevoked is what everybody is told who revokes a consent without an account.
var consentsRevoked = map[string]string{
	"de": "Was unter dieser Adresse an Einwilligungen in Werbung erteilt war, ist widerrufen.",
	"en": "Whatever consents to advertising were given for this address are revoked.",
}

// RevokeConsents answers POST /consent-revocations.
func (r *Resources) RevokeConsents(ctx context.Context, q RevokeConsentsRequestObject) (RevokeConsentsResponseObject, error) {
	began := time.Now()
	s, from, err := r.admitNewcomer(ctx)
	if err != nil {
		return nil, err
	}
	by := graph.By{Actor: registrations.Applicant, Within: graph.Everybody} // the address says whose they are
	if _, err := s.RevokeConsentsAt(ctx, q.Body.Email, q.Body.Consents, from, by); err != nil {
		return nil, err
	}
	noSooner(ctx, began)
	return RevokeConsents202JSONResponse{Text: consentsRevoked[q.Body.Language]}, nil
}

// RecordConsentRevocation answers POST /consent-revocations/recorded.
func (r *Resources) RecordConsentRevocation(ctx context.Context, q RecordConsentRevocationRequestObject) (RecordConsentRevocationResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	who := changing(ctx, &q.Body.Reason)
	found, err := s.RevokeConsentsFor(ctx, q.Body.Email, q.Body.Consents, who)
	if err == nil && !found {
		err = fault.NotFoundf("consents", "nobody has given a consent for this address that is still kept")
	}
	return RecordConsentRevocation204Response{}, err
}

// RevokePartnerConsents answers POST /partners/{partner}/consent-revocations.
func (r *Resources) RevokePartnerConsents(ctx context.Context, q RevokePartnerConsentsRequestObject) (RevokePartnerConsentsResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	return RevokePartnerConsents204Response{}, s.RevokeConsents(ctx, q.Partner, q.Body.Consents, changing(ctx, q.Body.Reason))
}
