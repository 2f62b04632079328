package api

import (
	"context"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/fault"
)

// BeginPasskey answers POST /session/passkey-challenge. Whoever has a session is asked for a passkey of its account.
func (r *Resources) BeginPasskey(ctx context.Context, _ BeginPasskeyRequestObject) (BeginPasskeyResponseObject, error) {
	var options, challenge []byte
	var err error
	if _, is := SessionOf(ctx); is {
		var account *accounts.Account
		if _, account, err = r.ownSession(ctx); err != nil {
			return nil, err
		}
		options, challenge, err = r.Passkeys.BeginConfirmation(account.PasskeyUser(), r.Now())
	} else {
		options, challenge, err = r.Passkeys.BeginLogin(r.Now())
	}
	if err != nil {
		return nil, err
	}
	return BeginPasskey200JSONResponse{Options: options}, r.Sessions.SetChallenge(ctx, challenge)
}

// BringPasskey answers POST /session/passkey.
func (r *Resources) BringPasskey(ctx context.Context, q BringPasskeyRequestObject) (BringPasskeyResponseObject, error) {
	began := r.Now()
	_, steps := SessionOf(ctx)
	challenge, err := r.Sessions.TakeChallenge(ctx)
	if err != nil {
		return nil, err
	}
	finish := r.logInByPasskey
	if steps {
		finish = r.confirmByPasskey
	}
	account, passkey, err := finish(ctx, challenge, q.Body.Response)
	if err == nil {
		by := r.who(ctx, "")
		by.Actor = accounts.ActorOf(account.ID)
		err = r.Accounts.UsePasskey(ctx, account.ID, passkey, by)
	}
	if err != nil {
		r.notePasskey(ctx, account, err)
		return nil, err
	}
	var session Session
	if steps {
		session, err = r.stepUp(ctx, FactorPasskey, account)
	} else {
		in := LogIn{User: account.ID, Method: FactorPasskey, SecondFactor: FactorPasskey, At: began}
		session, err = r.open(ctx, in, account)
	}
	if err != nil {
		return nil, err
	}
	return BringPasskey200JSONResponse(sessionView(session, account)), nil
}

// notePasskey says in the log that a passkey was refused, if it was.
func (r *Resources) notePasskey(ctx context.Context, account *accounts.Account, err error) {
	if kind := fault.KindOf(err); kind == fault.Unavailable || kind == fault.Internal {
		return
	}
	key := ""
	if account != nil {
		key = access.AccountKey(account.Email)
	}
	r.noteLogIn(ctx, FactorPasskey, key, notAccepted)
}

func (r *Resources) logInByPasskey(ctx context.Context, challenge, response []byte) (account *accounts.Account, passkey access.Passkey, err error) {
	find := func(handle []byte) (access.PasskeyUser, error) {
		var err error
		if account, err = r.Accounts.AccountOfHandle(ctx, handle); err != nil {
			return access.PasskeyUser{}, err
		}
		return account.PasskeyUser(), nil
	}
	_, passkey, err = r.Passkeys.FinishLogin(challenge, response, r.Now(), find)
	return account, passkey, err
}

func (r *Resources) confirmByPasskey(ctx context.Context, challenge, response []byte) (*accounts.Account, access.Passkey, error) {
	_, account, err := r.ownSession(ctx)
	if err != nil {
		return nil, access.Passkey{}, err
	}
	passkey, err := r.Passkeys.FinishConfirmation(account.PasskeyUser(), challenge, response, r.Now())
	return account, passkey, err
}

// ListPasskeys answers GET /passkeys.
func (r *Resources) ListPasskeys(ctx context.Context, _ ListPasskeysRequestObject) (ListPasskeysResponseObject, error) {
	account, err := r.own(ctx)
	if err != nil {
		return nil, err
	}
	return ListPasskeys200JSONResponse{Items: mapped(account.Passkeys, func(p *accounts.Passkey) Passkey {
		return Passkey{ID: accounts.PasskeyID(p.ID), Name: p.Name, Created: p.Created, BackedUp: &p.BackedUp}
	})}, nil
}

// BeginNewPasskey answers POST /passkeys/begin.
func (r *Resources) BeginNewPasskey(ctx context.Context, q BeginNewPasskeyRequestObject) (BeginNewPasskeyResponseObject, error) {
	account, err := r.confirmOwner(ctx, q.Body.Password)
	if err != nil {
		return nil, err
	}
	options, challenge, err := r.Passkeys.BeginRegistration(account.PasskeyUser(), r.Now())
	if err != nil {
		return nil, err
	}
	return BeginNewPasskey200JSONResponse{Options: options}, r.Sessions.SetChallenge(ctx, challenge)
}

// FinishPasskey answers POST /passkeys.
func (r *Resources) FinishPasskey(ctx context.Context, q FinishPasskeyRequestObject) (FinishPasskeyResponseObject, error) {
	account, err := r.own(ctx)
	if err != nil {
		return nil, err
	}
	challenge, err := r.Sessions.TakeChallenge(ctx)
	if err != nil {
		return nil, err
	}
	passkey, err := r.Passkeys.FinishRegistration(account.PasskeyUser(), challenge, q.Body.Response, r.Now())
	if err != nil {
		return nil, err
	}
	codes, err := r.Accounts.AddPasskey(ctx, account.ID, passkey, valueOr(q.Body.Name, "Passkey"), r.who(ctx, ""))
	if err != nil {
		return nil, err
	}
	if err := r.factorAdded(ctx, FactorPasskey, account); err != nil {
		return nil, err
	}
	return FinishPasskey201JSONResponse{Codes: append([]string{}, codes...)}, nil
}

// RemovePasskey answers DELETE /passkeys/{passkey}.
func (r *Resources) RemovePasskey(ctx context.Context, q RemovePasskeyRequestObject) (RemovePasskeyResponseObject, error) {
	return RemovePasskey204Response{}, r.removeFactor(ctx, q.Body.Password, func(user string) error {
		return r.Accounts.RemovePasskey(ctx, user, q.Passkey, r.who(ctx, ""))
	})
}
