package api

import (
	"context"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/jobs"
)

// tell writes to an address of an account what has happened to it (see jobs/mails/account_notice.txt).
func (r *Resources) tell(ctx context.Context, address string, account *accounts.Account, what string) error {
	mail := jobs.Mail{To: address, Template: "account_notice", Language: account.Language, Values: map[string]string{"what": what}}
	_, err := r.Graph.AddJob(ctx, jobs.NewMail(mail), graph.By{Actor: r.who(ctx, "").Actor})
	return err
}

// ChangePassword answers POST /password.
func (r *Resources) ChangePassword(ctx context.Context, q ChangePasswordRequestObject) (ChangePasswordResponseObject, error) {
	account, err := r.confirmOwner(ctx, q.Body.Current)
	if err != nil {
		return nil, err
	}
	if err := r.Accounts.ChangePassword(ctx, account, q.Body.Password, r.who(ctx, "")); err != nil {
		return nil, err
	}
	if _, err := r.Sessions.EndOthers(ctx); err != nil {
		return nil, err
	}
	return ChangePassword204Response{}, r.tell(ctx, account.Email.Address, account, "password_changed")
}

// AskPasswordReset answers POST /password-resets. Whether there is such an account, neither the answer tells nor the work: a job is
// recorded in any case, and one that is about nobody does nothing.
func (r *Resources) AskPasswordReset(ctx context.Context, q AskPasswordResetRequestObject) (AskPasswordResetResponseObject, error) {
	email, err := access.ParseEmail(q.Body.Email)
	if err != nil {
		return nil, err
	}
	if _, err := r.Attempts.Begin(ctx, "reset "+access.AccountKey(email), addressOf(ctx), ""); err != nil {
		return nil, err
	}
	account, err := r.Accounts.AccountOf(ctx, email)
	if err != nil {
		return nil, err
	}
	user := ""
	if account != nil {
		user = account.ID
	}
	job := jobs.NewAccountMail(jobs.AccountMail{Kind: access.ResetToken, User: user})
	_, err = r.Graph.AddJob(ctx, job, graph.By{Actor: publicActor, From: addressOf(ctx)})
	return AskPasswordReset202Response{}, err
}

// ResetPassword answers POST /password-resets/finish.
func (r *Resources) ResetPassword(ctx context.Context, q ResetPasswordRequestObject) (ResetPasswordResponseObject, error) {
	user, err := r.Accounts.Reset(ctx, q.Body.Token, q.Body.Password, r.who(ctx, ""))
	if err != nil {
		return nil, err
	}
	if _, err := r.Sessions.EndAll(ctx, user); err != nil {
		return nil, err
	}
	account, err := r.Accounts.Account(ctx, user)
	if err != nil {
		return nil, err
	}
	return ResetPassword204Response{}, r.tell(ctx, account.Email.Address, account, "password_changed")
}

// AcceptInvitation answers POST /invitations/accept.
func (r *Resources) AcceptInvitation(ctx context.Context, q AcceptInvitationRequestObject) (AcceptInvitationResponseObject, error) {
	b := q.Body
	if b.Email == nil {
		_, err := r.Accounts.Accept(ctx, b.Token, b.Password, r.who(ctx, ""))
		return AcceptInvitation204Response{}, err
	}
	email, err := access.ParseEmail(*b.Email)
	if err != nil {
		return nil, err
	}
	first := accounts.Invitation{Email: email, Name: value(b.Name), Language: valueOr(b.Language, "en")}
	_, err = r.Accounts.AcceptFirst(ctx, b.Token, first, b.Password, r.who(ctx, ""))
	return AcceptInvitation204Response{}, err
}

// ChangeEmail answers POST /email. Whether somebody has that address already, nobody learns.
func (r *Resources) ChangeEmail(ctx context.Context, q ChangeEmailRequestObject) (ChangeEmailResponseObject, error) {
	email, err := access.ParseEmail(q.Body.Email)
	if err != nil {
		return nil, err
	}
	account, err := r.confirmOwner(ctx, q.Body.Password)
	if err != nil {
		return nil, err
	}
	if err := r.Attempts.BeginMail(ctx, account.ID); err != nil {
		return nil, err
	}
	job := jobs.NewAccountMail(jobs.AccountMail{Kind: access.ConfirmationToken, User: account.ID, Address: email})
	_, err = r.Graph.AddJob(ctx, job, graph.By{Actor: ActorOf(ctx), From: addressOf(ctx)})
	return ChangeEmail202Response{}, err
}

// ConfirmEmail answers POST /email/confirm.
func (r *Resources) ConfirmEmail(ctx context.Context, q ConfirmEmailRequestObject) (ConfirmEmailResponseObject, error) {
	before, err := r.Accounts.ConfirmEmail(ctx, q.Body.Token, r.who(ctx, ""))
	if err != nil {
		return nil, err
	}
	return ConfirmEmail204Response{}, r.tell(ctx, before.Email.Address, before, "email_changed")
}
