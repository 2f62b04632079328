package api

import (
	"context"
	"errors"

	"upline/graph/access"
	"upline/graph/accounts"
)

// ownSession is the session of a request, pending or not, with its account.
//
// Errors: a Refusal 401 where there is none.
func (r *Resources) ownSession(ctx context.Context) (Session, *accounts.Account, error) {
	session, is := SessionOf(ctx)
	if !is {
		return session, nil, notLoggedIn()
	}
	account, err := r.Accounts.Account(ctx, session.User)
	return session, account, err
}

// own is the account of the user who asks.
//
// Errors: those of self.
func (r *Resources) own(ctx context.Context) (*accounts.Account, error) {
	user, err := self(ctx)
	if err != nil {
		return nil, err
	}
	return r.Accounts.Account(ctx, user)
}

// ShowSession answers GET /session.
func (r *Resources) ShowSession(ctx context.Context, _ ShowSessionRequestObject) (ShowSessionResponseObject, error) {
	session, account, err := r.ownSession(ctx)
	if err != nil {
		return nil, err
	}
	return ShowSession200JSONResponse(sessionView(session, account)), nil
}

// BringSecondFactor answers POST /session/second-factor.
func (r *Resources) BringSecondFactor(ctx context.Context, q BringSecondFactorRequestObject) (BringSecondFactorResponseObject, error) {
	_, account, err := r.ownSession(ctx)
	if err != nil {
		return nil, err
	}
	attempt, err := r.Attempts.BeginCode(ctx, account.ID)
	if err != nil {
		return nil, err
	}
	factor, right, err := r.useFactor(ctx, account, value(q.Body.Code), value(q.Body.RecoveryCode))
	if err != nil {
		return nil, err
	}
	if !right {
		r.noteLogIn(ctx, factor, access.AccountKey(account.Email), wrongCode)
		return nil, wrong()
	}
	if err := attempt.Succeed(ctx); err != nil {
		return nil, err
	}
	session, err := r.stepUp(ctx, factor, account)
	if err != nil {
		return nil, err
	}
	if factor == FactorRecovery {
		if err := r.tell(ctx, account.Email.Address, account, "recovery_used"); err != nil {
			return nil, err
		}
		if account, err = r.Accounts.Account(ctx, account.ID); err != nil { // with a code less
			return nil, err
		}
	}
	return BringSecondFactor200JSONResponse(sessionView(session, account)), nil
}

// useFactor says whether a code is right, and uses it up.
func (r *Resources) useFactor(ctx context.Context, account *accounts.Account, code, recovery string) (factor Factor, right bool, err error) {
	if code != "" {
		right, err = r.Accounts.UseTOTP(ctx, account, code, r.who(ctx, ""))
		return FactorTOTP, right, err
	}
	right, err = r.Accounts.UseRecovery(ctx, account, recovery, r.who(ctx, ""))
	return FactorRecovery, right, err
}

// stepUp raises the request's session, and remembers the device, since all factors are there now.
func (r *Resources) stepUp(ctx context.Context, factor Factor, account *accounts.Account) (Session, error) {
	session, err := r.Sessions.StepUp(ctx, factor)
	if err == nil {
		r.Devices.Remember(ctx, access.AccountKey(account.Email))
	}
	return session, err
}

// confirmPassword refuses a caller who does not know the own password: whoever has taken over a session must not take over the account.
//
// Errors: a Refusal 401 or 429; Unavailable.
func (r *Resources) confirmPassword(ctx context.Context, account *accounts.Account, password string) error {
	attempt, err := r.Attempts.BeginOwn(ctx, account.ID)
	if err != nil {
		return err
	}
	right, _, err := access.CheckPassword(ctx, password, account.Password)
	switch {
	case err != nil: // it was not looked at
		return errors.Join(err, attempt.Drop(ctx))
	case right:
		return attempt.Succeed(ctx)
	}
	r.noteLogIn(ctx, FactorPassword, access.AccountKey(account.Email), wrongPassword)
	if account.Password == "" { // a provider has let its owner in
		return unauthenticated(sessionChallenge, "your account has no password yet: ask for a mail to set one (POST "+basePath+"/password-resets)")
	}
	return unauthenticated(sessionChallenge, "the password is wrong")
}
