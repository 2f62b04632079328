package api

import (
	"context"
	"encoding/json"
	"errors"

	"upline/graph/access"
	"upline/graph/accounts"
)

// ListProfiles answers GET /profiles.
func (r *Resources) ListProfiles(ctx context.Context, _ ListProfilesRequestObject) (ListProfilesResponseObject, error) {
	rows, err := r.Accounts.Profiles(ctx)
	return ListProfiles200JSONResponse{Items: mapped(rows, profileOf)}, err
}

// ShowProfile answers GET /profiles/{profile}.
func (r *Resources) ShowProfile(ctx context.Context, q ShowProfileRequestObject) (ShowProfileResponseObject, error) {
	rows, err := r.Accounts.Profile(ctx, q.Profile)
	return ShowProfile200JSONResponse{Items: mapped(rows, profileOf)}, err
}

func profileOf(row *accounts.ProfileRow) Profile {
	p := row.Profile
	return Profile{
		ID: p.ID, Name: wordsOf(p.Name), About: wordsOf(p.About), Start: p.Start, Fields: p.Fields.Names(), Version: row.Version,
		Recorded: row.Recorded, Superseded: moment(row.Superseded),
		Permissions: mapped(p.Permissions, func(g *access.Grant) ProfileGrant {
			return ProfileGrant{Permission: string(g.Permission), Scope: g.Scope.Words()}
		}),
	}
}

// PutProfile answers PUT /profiles/{profile}. The ETag is the version of the profile.
func (r *Resources) PutProfile(ctx context.Context, q PutProfileRequestObject) (PutProfileResponseObject, error) {
	seen, err := seenVersion(q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(q.Body)
	if err != nil {
		return nil, err
	}
	profile, err := access.ParseProfile(text)
	if err != nil {
		return nil, defectsOfProfile(err)
	}
	if profile.ID != q.Profile {
		return nil, &Refusal{Status: 422, Errors: []Defect{{Field: "/id", Message: "is " + profile.ID + ", and the path says " + q.Profile + ": write the same"}}}
	}
	return PutProfile204Response{}, r.Accounts.PutProfile(ctx, profile, seen, r.who(ctx, ""))
}

// defectsOfProfile lists what is wrong with a profile.
func defectsOfProfile(err error) error {
	findings, is := errors.AsType[access.Findings](err)
	if !is {
		return err
	}
	refusal := &Refusal{Status: 422}
	for _, f := range findings {
		refusal.Errors = append(refusal.Errors, Defect{Field: f.Field, Message: f.Msg})
	}
	return refusal
}

// CloseProfile answers DELETE /profiles/{profile}.
func (r *Resources) CloseProfile(ctx context.Context, q CloseProfileRequestObject) (CloseProfileResponseObject, error) {
	return CloseProfile204Response{}, r.Accounts.CloseProfile(ctx, q.Profile, r.who(ctx, value(q.Params.Reason)))
}
