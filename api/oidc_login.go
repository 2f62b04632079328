package api

import (
	"context"
	"errors"

	"upline/graph/access"
	"upline/internal/fault"
)

// GoToProvider answers GET /session/oidc.
func (r *Resources) GoToProvider(ctx context.Context, _ GoToProviderRequestObject) (GoToProviderResponseObject, error) {
	if r.OIDC == nil {
		return nil, noProvider()
	}
	location, err := r.OIDC.Begin(ctx)
	return GoToProvider302Response{Headers: GoToProvider302ResponseHeaders{Location: &location}}, err
}

func noProvider() error {
	return fault.NotFoundf("OIDC", "nobody logs in by a provider here: log in by e-mail and password")
}

// ComeFromProvider answers GET /session/oidc/callback. Who has a second factor here still owes it: what the provider has asked for, it
// does not say in a way that all of them share. That it vouches for one (see OIDCConfig.Vouches) counts for who has none here.
func (r *Resources) ComeFromProvider(ctx context.Context, q ComeFromProviderRequestObject) (ComeFromProviderResponseObject, error) {
	if r.OIDC == nil {
		return nil, noProvider()
	}
	began := r.Now()
	known, err := r.OIDC.Finish(ctx, value(q.Params.State), value(q.Params.Code))
	if _, is := errors.AsType[*Refusal](err); is {
		r.noteLogIn(ctx, FactorOIDC, "", notAccepted)
	}
	if err != nil {
		return nil, err
	}
	email, _ := access.ParseEmail(known.Email) // none is nobody's
	account, err := r.Accounts.AccountOfProvider(ctx, known.Issuer, known.Subject, email, r.who(ctx, ""))
	if err != nil || account.Locked() {
		err = unknownTo(err)
		if _, is := errors.AsType[*Refusal](err); is {
			r.noteLogIn(ctx, FactorOIDC, known.Issuer+" "+known.Subject, unknownHere)
		}
		return nil, err
	}
	in := LogIn{User: account.ID, Method: FactorOIDC, At: began, Owes: account.HasSecondFactor(), Vouched: known.SecondFactor}
	if _, err := r.open(ctx, in, account); err != nil {
		return nil, err
	}
	home := "/"
	return ComeFromProvider302Response{Headers: ComeFromProvider302ResponseHeaders{Location: &home}}, nil
}

// unknownTo is what somebody is told whom the provider knows, and we do not.
func unknownTo(err error) error {
	if err == nil || fault.KindOf(err) == fault.NotFound {
		return unauthenticated(sessionChallenge, "you have no account here: ask an administrator for an invitation to the address that the provider knows")
	}
	return err
}
