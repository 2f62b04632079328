package api

import (
	"context"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/period"
	"upline/jobs"
)

// ListUsers answers GET /users.
func (r *Resources) ListUsers(ctx context.Context, q ListUsersRequestObject) (ListUsersResponseObject, error) {
	rows, next, err := r.Accounts.Users(ctx, value(q.Params.Q), slice(nil, q.Params.Limit, q.Params.After))
	return ListUsers200JSONResponse{Items: mapped(rows, userOf), Next: optional(next)}, err
}

func userOf(row *accounts.Row) User {
	factors := []string{}
	if row.Passkeys > 0 {
		factors = append(factors, string(FactorPasskey))
	}
	if row.TOTP {
		factors = append(factors, string(FactorTOTP))
	}
	return User{
		ID: row.ID, Email: row.Email, Name: optional(row.Name), Partner: optional(row.Partner), Language: row.Language, Machine: row.Machine,
		Invited: row.Invited && !row.Machine, Created: row.Created, LockedAt: moment(row.LockedAt), SecondFactors: factors,
	}
}

// InviteUser answers POST /users.
func (r *Resources) InviteUser(ctx context.Context, q InviteUserRequestObject) (InviteUserResponseObject, error) {
	email, err := access.ParseEmail(q.Body.Email)
	if err != nil {
		return nil, err
	}
	b := q.Body
	i := accounts.Invitation{Email: email, Name: value(b.Name), Partner: value(b.Partner), Language: b.Language, Machine: value(b.Machine)}
	user, err := r.Accounts.Invite(ctx, i, r.who(ctx, ""), r.mailInvitation(ctx, i.Machine))
	if err != nil {
		return nil, err
	}
	view, err := r.userView(ctx, user)
	return InviteUser201JSONResponse(view), err
}

// mailInvitation records the job that sends an invitation with the user whom it is for. Nobody is written to who is a machine.
func (r *Resources) mailInvitation(ctx context.Context, machine bool) accounts.Also {
	if machine {
		return nil
	}
	by := asking(ctx).Recorded()
	return func(c *chronicle.Change, user string) error {
		return r.Graph.WriteJob(c, jobs.NewAccountMail(jobs.AccountMail{Kind: access.InvitationToken, User: user}), by)
	}
}

// InviteUserAgain answers POST /users/{user}/invitation.
func (r *Resources) InviteUserAgain(ctx context.Context, q InviteUserAgainRequestObject) (InviteUserAgainResponseObject, error) {
	if _, err := r.Accounts.Account(ctx, q.User); err != nil {
		return nil, err
	}
	job := jobs.NewAccountMail(jobs.AccountMail{Kind: access.InvitationToken, User: q.User})
	_, err := r.Graph.AddJob(ctx, job, asking(ctx))
	return InviteUserAgain202Response{}, err
}

// ShowUser answers GET /users/{user}.
func (r *Resources) ShowUser(ctx context.Context, q ShowUserRequestObject) (ShowUserResponseObject, error) {
	view, err := r.userView(ctx, q.User)
	return ShowUser200JSONResponse(view), err
}

// userView is a user with all that this one has, now and on other days.
func (r *Resources) userView(ctx context.Context, id string) (UserView, error) {
	a, err := r.Accounts.Account(ctx, id)
	if err != nil {
		return UserView{}, err
	}
	user, err := r.Accounts.User(ctx, id)
	if err != nil {
		return UserView{}, err
	}
	return UserView{
		ID: a.ID, Email: a.Email.Address, Name: optional(a.Name), Partner: optional(a.Partner), Language: a.Language, Machine: a.Machine,
		Invited: a.Password == "" && !a.Machine, Created: a.Created, LockedAt: moment(a.LockedAt), SecondFactors: secondFactors(a),
		Profiles: mapped(user.Profiles, heldProfile),
		Groups: mapped(user.Groups, func(m *access.Membership) HeldByGroup {
			return HeldByGroup{ID: m.Group, From: m.From, To: endOf(m.To), Profiles: mapped(m.Profiles, heldProfile)}
		}),
		Departments: mapped(user.Departments, func(d *access.Department) Held { return held(d.ID, d.Days) }),
		StandsInFor: mapped(user.StandsInFor, func(a *access.Absence) Held { return held(a.For.ID, a.Days) }),
	}, nil
}

func heldProfile(h *access.Holding) Held { return held(h.Profile.ID, h.Days) }

func held(id string, days access.Days) Held { return Held{ID: id, From: days.From, To: endOf(days.To)} }

// LockUser answers POST /users/{user}/lock.
func (r *Resources) LockUser(ctx context.Context, q LockUserRequestObject) (LockUserResponseObject, error) {
	if err := r.Accounts.Lock(ctx, q.User, r.who(ctx, q.Body.Reason)); err != nil {
		return nil, err
	}
	_, err := r.Sessions.EndAll(ctx, q.User)
	return LockUser204Response{}, err
}

// UnlockUser answers POST /users/{user}/unlock.
func (r *Resources) UnlockUser(ctx context.Context, q UnlockUserRequestObject) (UnlockUserResponseObject, error) {
	return UnlockUser204Response{}, r.Accounts.Unlock(ctx, q.User, r.who(ctx, q.Body.Reason))
}

// ResetUser answers POST /users/{user}/reset.
func (r *Resources) ResetUser(ctx context.Context, q ResetUserRequestObject) (ResetUserResponseObject, error) {
	account, err := r.Accounts.Account(ctx, q.User)
	if err != nil {
		return nil, err
	}
	if err := r.Accounts.ResetFactors(ctx, q.User, r.who(ctx, q.Body.Reason)); err != nil {
		return nil, err
	}
	if _, err := r.Sessions.EndAll(ctx, q.User); err != nil {
		return nil, err
	}
	return ResetUser204Response{}, r.tell(ctx, account.Email.Address, account, "factor_removed")
}

// days are those that a request names: from today on, and without an end, if it does not say.
func (r *Resources) days(from, until *period.Day) access.Days {
	return access.Days{From: valueOr(from, r.Today()), To: lastDay(until)}
}

// AssignProfile answers POST /users/{user}/profiles.
func (r *Resources) AssignProfile(ctx context.Context, q AssignProfileRequestObject) (AssignProfileResponseObject, error) {
	b := q.Body
	if err := r.Accounts.Assign(ctx, q.User, b.Profile, r.days(b.From, b.Until), r.who(ctx, value(b.Reason))); err != nil {
		return nil, err
	}
	view, err := r.userView(ctx, q.User)
	return AssignProfile200JSONResponse(view), err
}

// WithdrawProfile answers DELETE /users/{user}/profiles/{profile}.
func (r *Resources) WithdrawProfile(ctx context.Context, q WithdrawProfileRequestObject) (WithdrawProfileResponseObject, error) {
	return WithdrawProfile204Response{}, r.Accounts.Withdraw(ctx, q.User, q.Profile, valueOr(q.Params.From, r.Today()), r.who(ctx, ""))
}

// AppointDeputy answers POST /users/{user}/deputies.
func (r *Resources) AppointDeputy(ctx context.Context, q AppointDeputyRequestObject) (AppointDeputyResponseObject, error) {
	b := q.Body
	d := access.StandIn{Deputy: b.Deputy, For: q.User, Days: r.days(b.From, &b.Until)}
	return AppointDeputy204Response{}, r.Accounts.Appoint(ctx, d, r.who(ctx, value(b.Reason)))
}

// ReleaseDeputy answers DELETE /users/{user}/deputies/{deputy}.
func (r *Resources) ReleaseDeputy(ctx context.Context, q ReleaseDeputyRequestObject) (ReleaseDeputyResponseObject, error) {
	return ReleaseDeputy204Response{}, r.Accounts.Release(ctx, q.Deputy, q.User, valueOr(q.Params.From, r.Today()), r.who(ctx, ""))
}

// ListDeputies answers GET /deputies.
func (r *Resources) ListDeputies(ctx context.Context, _ ListDeputiesRequestObject) (ListDeputiesResponseObject, error) {
	list, err := r.Accounts.Deputies(ctx, r.Today())
	return ListDeputies200JSONResponse{Items: mapped(list, func(s *access.StandIn) Deputy {
		return Deputy{Deputy: s.Deputy, For: s.For, From: s.From, To: endOf(s.To)}
	})}, err
}
