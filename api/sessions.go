package api

import "context"

// LogOut answers DELETE /session.
func (r *Resources) LogOut(ctx context.Context, _ LogOutRequestObject) (LogOutResponseObject, error) {
	return LogOut204Response{}, r.Sessions.LogOut(ctx)
}

// ListSessions answers GET /sessions.
func (r *Resources) ListSessions(ctx context.Context, _ ListSessionsRequestObject) (ListSessionsResponseObject, error) {
	user, err := self(ctx)
	if err != nil {
		return nil, err
	}
	list, err := r.Sessions.List(ctx, user)
	return ListSessions200JSONResponse{Items: mapped(list, func(s *SeenSession) ListedSession {
		return ListedSession{
			ID: s.ID, Begun: s.Begun, Ends: s.Ends, Seen: s.Seen, Current: s.Current, Method: optional(string(s.Method)),
			SecondFactor: optional(string(s.SecondFactor)), Agent: optional(s.Agent), Address: optional(s.Address), SeenAddress: optional(s.SeenAddress),
		}
	})}, err
}

// EndOtherSessions answers DELETE /sessions.
func (r *Resources) EndOtherSessions(ctx context.Context, q EndOtherSessionsRequestObject) (EndOtherSessionsResponseObject, error) {
	if err := r.confirmOne(ctx, passwordIn(q.Body)); err != nil {
		return nil, err
	}
	_, err := r.Sessions.EndOthers(ctx)
	return EndOtherSessions204Response{}, err
}

// EndSession answers DELETE /sessions/{session}. To end the present one is to log out.
func (r *Resources) EndSession(ctx context.Context, q EndSessionRequestObject) (EndSessionResponseObject, error) {
	user, err := self(ctx)
	if err != nil {
		return nil, err
	}
	if present, _ := SessionOf(ctx); present.ID == q.Session {
		return EndSession204Response{}, r.Sessions.LogOut(ctx)
	}
	if err := r.confirmOne(ctx, passwordIn(q.Body)); err != nil {
		return nil, err
	}
	return EndSession204Response{}, r.Sessions.End(ctx, user, q.Session)
}

// passwordIn is the password in a body that may be left out; empty: there is none.
func passwordIn(body *OwnerWords) string {
	if body == nil {
		return ""
	}
	return value(body.Password)
}
