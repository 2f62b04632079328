package api

import (
	"context"

	"upline/graph/accounts"
)

// confirmOwner refuses whoever cannot change how one logs in to the own account: who does not know its password, or has a second factor
// and has not shown it just now (ASVS 7.5.1). So nobody who has taken over a session, or a password, makes it last.
func (r *Resources) confirmOwner(ctx context.Context, password string) (*accounts.Account, error) {
	account, err := r.own(ctx)
	if err == nil && account.HasSecondFactor() { // before the password: whoever has no second factor tries none
		err = r.Sessions.FreshSecondFactor(ctx, SecondFactorTerm)
	}
	if err != nil {
		return nil, err
	}
	return account, r.confirmPassword(ctx, account, password)
}

// confirmOne refuses whoever shows neither the password nor, just now, a second factor.
func (r *Resources) confirmOne(ctx context.Context, password string) error {
	account, err := r.own(ctx)
	if err != nil {
		return err
	}
	switch {
	case password != "":
		return r.confirmPassword(ctx, account, password)
	case account.HasSecondFactor():
		return r.Sessions.FreshSecondFactor(ctx, SecondFactorTerm)
	}
	return unauthenticated(sessionChallenge+`, error="insufficient_user_authentication"`, "show anew who you are: send the password in the body")
}

// BeginTOTP answers POST /totp.
func (r *Resources) BeginTOTP(ctx context.Context, q BeginTOTPRequestObject) (BeginTOTPResponseObject, error) {
	account, err := r.confirmOwner(ctx, q.Body.Password)
	if err != nil {
		return nil, err
	}
	made, err := r.Accounts.BeginTOTP(ctx, account.ID, r.Company, r.who(ctx, ""))
	return BeginTOTP200JSONResponse{Secret: made.Secret, URL: made.URL, Qr: made.QR}, err
}

// FinishTOTP answers POST /totp/finish.
func (r *Resources) FinishTOTP(ctx context.Context, q FinishTOTPRequestObject) (FinishTOTPResponseObject, error) {
	account, err := r.own(ctx)
	if err != nil {
		return nil, err
	}
	attempt, err := r.Attempts.BeginCode(ctx, account.ID)
	if err != nil {
		return nil, err
	}
	codes, err := r.Accounts.FinishTOTP(ctx, account.ID, q.Body.Code, r.who(ctx, ""))
	if err != nil {
		return nil, err
	}
	if err := attempt.Succeed(ctx); err != nil {
		return nil, err
	}
	if err := r.factorAdded(ctx, FactorTOTP, account); err != nil {
		return nil, err
	}
	return FinishTOTP200JSONResponse{Codes: codes}, nil
}

// factorAdded counts what was just added as shown, ends the other sessions, which know nothing of it, and tells the owner.
func (r *Resources) factorAdded(ctx context.Context, factor Factor, account *accounts.Account) error {
	if _, err := r.stepUp(ctx, factor, account); err != nil {
		return err
	}
	if _, err := r.Sessions.EndOthers(ctx); err != nil {
		return err
	}
	return r.tell(ctx, account.Email.Address, account, "factor_added")
}

// RemoveTOTP answers DELETE /totp.
func (r *Resources) RemoveTOTP(ctx context.Context, q RemoveTOTPRequestObject) (RemoveTOTPResponseObject, error) {
	return RemoveTOTP204Response{}, r.removeFactor(ctx, q.Body.Password, func(user string) error {
		return r.Accounts.RemoveTOTP(ctx, user, r.who(ctx, ""))
	})
}

// removeFactor removes a factor, ends the other sessions, and tells the owner. With the last one, this session has none either.
func (r *Resources) removeFactor(ctx context.Context, password string, remove func(user string) error) error {
	account, err := r.confirmOwner(ctx, password)
	if err != nil {
		return err
	}
	if err := remove(account.ID); err != nil {
		return err
	}
	if _, err := r.Sessions.EndOthers(ctx); err != nil {
		return err
	}
	if account, err = r.Accounts.Account(ctx, account.ID); err != nil {
		return err
	}
	if !account.HasSecondFactor() {
		if err := r.Sessions.StepDown(ctx); err != nil {
			return err
		}
	}
	return r.tell(ctx, account.Email.Address, account, "factor_removed")
}

// RenewRecoveryCodes answers POST /recovery-codes.
func (r *Resources) RenewRecoveryCodes(ctx context.Context, q RenewRecoveryCodesRequestObject) (RenewRecoveryCodesResponseObject, error) {
	account, err := r.confirmOwner(ctx, q.Body.Password)
	if err != nil {
		return nil, err
	}
	codes, err := r.Accounts.RenewRecovery(ctx, account.ID, r.who(ctx, ""))
	return RenewRecoveryCodes200JSONResponse{Codes: codes}, err
}
