package api

import (
	"context"

	"upline/graph/access"
	"upline/graph/accounts"
)

// ShowMe answers GET /me.
func (r *Resources) ShowMe(ctx context.Context, _ ShowMeRequestObject) (ShowMeResponseObject, error) {
	caller, _ := CallerOf(ctx)
	me := ShowMe200JSONResponse{Actor: ActorOf(ctx), Everything: caller.Everything, Start: "/", SecondFactors: []string{}}
	if caller.Everything {
		me.Permissions = everyPermission()
		return me, nil
	}
	account, err := r.Accounts.Account(ctx, caller.User.ID)
	if err != nil {
		return nil, err
	}
	me.User, me.Email, me.Name = &account.ID, &account.Email.Address, optional(account.Name)
	me.Language, me.Partner = &account.Language, optional(account.Partner)
	me.SecondFactorMissing = caller.Lacks
	me.Start, me.SecondFactors = access.StartPage(caller.User, r.Today()), secondFactors(account)
	if session, is := SessionOf(ctx); is && r.Sessions.FreshSecondFactor(ctx, SecondFactorTerm) == nil {
		until := session.SecondFactorAt.Add(SecondFactorTerm)
		me.SecondFactorUntil = moment(until)
	}
	decisions := access.DecideAll(caller.User, r.Today())
	me.Permissions = mapped(decisions, func(d *access.Decision) MyPermission {
		return MyPermission{Permission: string(d.Permission), Reach: reachOf(d.Reach), Fields: d.Fields().Names()}
	})
	return me, nil
}

// ChangeMe answers PATCH /me.
func (r *Resources) ChangeMe(ctx context.Context, q ChangeMeRequestObject) (ChangeMeResponseObject, error) {
	user, err := self(ctx)
	if err != nil {
		return nil, err
	}
	wanted := accounts.Self{Name: q.Body.Name, Language: q.Body.Language}
	return ChangeMe204Response{}, r.Accounts.ChangeSelf(ctx, user, wanted, r.who(ctx, ""))
}

// everyPermission is what a token of the operators may: everything, of everybody.
func everyPermission() []MyPermission {
	every := []MyPermission{}
	for _, p := range access.Permissions() {
		every = append(every, MyPermission{Permission: string(p), Reach: Reach{All: true}, Fields: access.AllFields.Names()})
	}
	return every
}

func reachOf(r access.Reach) Reach {
	list := func(ids []string) *[]string {
		if len(ids) == 0 {
			return nil
		}
		return &ids
	}
	return Reach{All: r.All, Own: list(r.Own), Downline: list(r.Downline), Markets: list(r.Markets), Departments: list(r.Departments)}
}

// ListPermissions answers GET /permissions.
func (r *Resources) ListPermissions(context.Context, ListPermissionsRequestObject) (ListPermissionsResponseObject, error) {
	permissions := access.Permissions()
	return ListPermissions200JSONResponse{Items: mapped(permissions, func(p *access.Permission) PermissionAbout {
		return PermissionAbout{Permission: string(*p), About: wordsOf(p.About()), Company: p.OfCompany(), Fields: p.Needs().Names()}
	})}, nil
}

func wordsOf(w access.Words) Words { return Words{En: w.EN, De: w.DE} }

// ExplainPermission answers GET /users/{user}/explanation.
func (r *Resources) ExplainPermission(ctx context.Context, q ExplainPermissionRequestObject) (ExplainPermissionResponseObject, error) {
	permission, err := access.ParsePermission(q.Params.Permission)
	if err != nil {
		return nil, err
	}
	user, err := r.Accounts.User(ctx, q.User)
	if err != nil {
		return nil, err
	}
	day := valueOr(q.Params.Day, r.Today())
	d := access.Decide(user, permission, day)
	return ExplainPermission200JSONResponse{
		User: user.ID, Permission: string(permission), Day: day, Allowed: d.Allowed, Reach: reachOf(d.Reach), Fields: d.Fields().Names(),
		Whys: mapped(d.Whys(), func(w *access.Why) Why {
			return Why{Profile: optional(w.Profile), Group: optional(w.Group), For: optional(w.For), Grants: w.Grants, En: w.EN, De: w.DE}
		}),
	}, nil
}
