package api

import (
	"context"

	"upline/graph/accounts"
)

// ListGroups answers GET /groups.
func (r *Resources) ListGroups(ctx context.Context, _ ListGroupsRequestObject) (ListGroupsResponseObject, error) {
	rows, err := r.Accounts.Groups(ctx)
	return ListGroups200JSONResponse{Items: mapped(rows, func(g *accounts.GroupRow) Group {
		return Group{ID: g.ID, Name: g.Name, Members: mapped(g.Members, memberOfKind), Profiles: mapped(g.Profiles, func(b *accounts.Bonded) Held {
			return held(b.ID, b.Days)
		})}
	})}, err
}

func memberOfKind(b *accounts.Bonded) KindMember {
	return KindMember{ID: b.ID, Email: b.Email, From: b.From, To: endOf(b.To)}
}

// PutGroup answers PUT /groups/{group}.
func (r *Resources) PutGroup(ctx context.Context, q PutGroupRequestObject) (PutGroupResponseObject, error) {
	return PutGroup204Response{}, r.Accounts.PutGroup(ctx, q.Group, q.Body.Name, r.who(ctx, ""))
}

// AddGroupMember answers POST /groups/{group}/members.
func (r *Resources) AddGroupMember(ctx context.Context, q AddGroupMemberRequestObject) (AddGroupMemberResponseObject, error) {
	b := q.Body
	return AddGroupMember204Response{}, r.Accounts.Join(ctx, b.User, q.Group, r.days(b.From, b.Until), r.who(ctx, value(b.Reason)))
}

// RemoveGroupMember answers DELETE /groups/{group}/members/{user}.
func (r *Resources) RemoveGroupMember(ctx context.Context, q RemoveGroupMemberRequestObject) (RemoveGroupMemberResponseObject, error) {
	return RemoveGroupMember204Response{}, r.Accounts.Leave(ctx, q.User, q.Group, valueOr(q.Params.From, r.Today()), r.who(ctx, ""))
}

// AssignGroupProfile answers POST /groups/{group}/profiles.
func (r *Resources) AssignGroupProfile(ctx context.Context, q AssignGroupProfileRequestObject) (AssignGroupProfileResponseObject, error) {
	b := q.Body
	return AssignGroupProfile204Response{}, r.Accounts.AssignToGroup(ctx, q.Group, b.Profile, r.days(b.From, b.Until), r.who(ctx, value(b.Reason)))
}

// WithdrawGroupProfile answers DELETE /groups/{group}/profiles/{profile}.
func (r *Resources) WithdrawGroupProfile(ctx context.Context, q WithdrawGroupProfileRequestObject) (WithdrawGroupProfileResponseObject, error) {
	return WithdrawGroupProfile204Response{}, r.Accounts.WithdrawFromGroup(ctx, q.Group, q.Profile, valueOr(q.Params.From, r.Today()), r.who(ctx, ""))
}

// ListDepartments answers GET /departments.
func (r *Resources) ListDepartments(ctx context.Context, _ ListDepartmentsRequestObject) (ListDepartmentsResponseObject, error) {
	rows, err := r.Accounts.Departments(ctx)
	return ListDepartments200JSONResponse{Items: mapped(rows, func(d *accounts.DepartmentRow) Department {
		return Department{ID: d.ID, Name: d.Name, Members: mapped(d.Members, memberOfKind)}
	})}, err
}

// PutDepartment answers PUT /departments/{department}.
func (r *Resources) PutDepartment(ctx context.Context, q PutDepartmentRequestObject) (PutDepartmentResponseObject, error) {
	return PutDepartment204Response{}, r.Accounts.PutDepartment(ctx, q.Department, q.Body.Name, r.who(ctx, ""))
}

// AddDepartmentMember answers POST /departments/{department}/members.
func (r *Resources) AddDepartmentMember(ctx context.Context, q AddDepartmentMemberRequestObject) (AddDepartmentMemberResponseObject, error) {
	b := q.Body
	return AddDepartmentMember204Response{}, r.Accounts.Employ(ctx, b.User, q.Department, r.days(b.From, b.Until), r.who(ctx, value(b.Reason)))
}

// RemoveDepartmentMember answers DELETE /departments/{department}/members/{user}.
func (r *Resources) RemoveDepartmentMember(ctx context.Context, q RemoveDepartmentMemberRequestObject) (RemoveDepartmentMemberResponseObject, error) {
	return RemoveDepartmentMember204Response{}, r.Accounts.Dismiss(ctx, q.User, q.Department, valueOr(q.Params.From, r.Today()), r.who(ctx, ""))
}

// CloseGroup answers DELETE /groups/{group}.
func (r *Resources) CloseGroup(ctx context.Context, q CloseGroupRequestObject) (CloseGroupResponseObject, error) {
	return CloseGroup204Response{}, r.Accounts.CloseGroup(ctx, q.Group, r.who(ctx, value(q.Params.Reason)))
}

// CloseDepartment answers DELETE /departments/{department}.
func (r *Resources) CloseDepartment(ctx context.Context, q CloseDepartmentRequestObject) (CloseDepartmentResponseObject, error) {
	return CloseDepartment204Response{}, r.Accounts.CloseDepartment(ctx, q.Department, r.who(ctx, value(q.Params.Reason)))
}
