package api

import (
	"context"

	"upline/graph/accounts"
)

// confirmOwner refuses whoever cannot add a second factor to the own account: who does not know its password, or has a second factor
// and has not shown it just now. So nobody who has taken over a session, or a password, makes it last.
func (r *Resources) confirmOwner(ctx context.Context, password string) (*accounts.Account, error) {
	account, err := r.confirmPassword(ctx, password)
	if err == nil && account.HasSecondFactor() {
		err = r.Sessions.FreshSecondFactor(ctx, SecondFactorTerm)
	}
	return account, err
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
func (r *Resources) RemoveTOTP(ctx context.Context, _ RemoveTOTPRequestObject) (RemoveTOTPResponseObject, error) {
	return RemoveTOTP204Response{}, r.removeFactor(ctx, func(user string) error {
		return r.Accounts.RemoveTOTP(ctx, user, r.who(ctx, ""))
	})
}

// removeFactor removes a factor, ends the other sessions, and tells the owner.
func (r *Resources) removeFactor(ctx context.Context, remove func(user string) error) error {
	user, err := self(ctx)
	if err != nil {
		return err
	}
	if err := remove(user); err != nil {
		return err
	}
	if _, err := r.Sessions.EndOthers(ctx); err != nil {
		return err
	}
	account, err := r.Accounts.Account(ctx, user)
	if err != nil {
		return err
	}
	return r.tell(ctx, account.Email.Address, account, "factor_removed")
}

// RenewRecoveryCodes answers POST /recovery-codes.
func (r *Resources) RenewRecoveryCodes(ctx context.Context, _ RenewRecoveryCodesRequestObject) (RenewRecoveryCodesResponseObject, error) {
	user, err := self(ctx)
	if err != nil {
		return nil, err
	}
	codes, err := r.Accounts.RenewRecovery(ctx, user, r.who(ctx, ""))
	return RenewRecoveryCodes200JSONResponse{Codes: codes}, err
}
