package api

import (
	"context"
	"time"

	"upline/graph/access"
	"upline/graph/accounts"
)

// ListTokens answers GET /tokens.
func (r *Resources) ListTokens(ctx context.Context, _ ListTokensRequestObject) (ListTokensResponseObject, error) {
	list, err := r.Accounts.MachineTokens(ctx)
	return ListTokens200JSONResponse{Items: mapped(list, func(t *accounts.Token) Token {
		return Token{ID: t.ID, User: t.User, Name: t.Name, Scopes: t.Scopes, Expires: t.Expires, Created: t.Created, CreatedBy: t.CreatedBy}
	})}, err
}

// MakeToken answers POST /tokens.
func (r *Resources) MakeToken(ctx context.Context, q MakeTokenRequestObject) (MakeTokenResponseObject, error) {
	wanted := accounts.NewMachineToken{User: q.Body.User, Name: q.Body.Name, Life: time.Duration(q.Body.Days) * 24 * time.Hour}
	for _, scope := range q.Body.Scopes {
		wanted.Scopes = append(wanted.Scopes, access.Permission(scope))
	}
	text, t, err := r.Accounts.MakeMachineToken(ctx, wanted, r.who(ctx, ""))
	return MakeToken201JSONResponse{
		Token: text, ID: t.ID, User: t.User, Name: t.Name, Scopes: t.Scopes, Expires: t.Expires, Created: t.Created, CreatedBy: t.CreatedBy,
	}, err
}

// RevokeToken answers DELETE /tokens/{token}.
func (r *Resources) RevokeToken(ctx context.Context, q RevokeTokenRequestObject) (RevokeTokenResponseObject, error) {
	return RevokeToken204Response{}, r.Accounts.RevokeMachineToken(ctx, q.Token, r.who(ctx, ""))
}
