package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"upline/graph"
	"upline/graph/joining"
	"upline/graph/registrations"
)

// GetInvitation answers GET /invitations/{code}.
func (r *Resources) GetInvitation(ctx context.Context, q GetInvitationRequestObject) (GetInvitationResponseObject, error) {
	s, _, err := r.admitNewcomer(ctx)
	if err != nil {
		return nil, err
	}
	invitation, err := s.Invitation(ctx, q.Code)
	if err != nil {
		return nil, err
	}
	answer := GetInvitation200JSONResponse{Text: invitation.Explain(valueOr(q.Params.Language, "en"))}
	if invitation.Sponsor != nil {
		answer.SponsorName = &invitation.Sponsor.Name
	}
	return answer, nil
}

// GetRegistrationForm answers GET /registration-form.
func (r *Resources) GetRegistrationForm(ctx context.Context, q GetRegistrationFormRequestObject) (GetRegistrationFormResponseObject, error) {
	s, _, err := r.joiningAt(ctx)
	if err != nil {
		return nil, err
	}
	form, err := s.Form(valueOr(q.Params.Language, "en"))
	if err != nil {
		return nil, err
	}
	boxes := mapped(form.Boxes, func(b *registrations.Box) FormBox {
		return FormBox{Name: b.Name, Required: b.Required, Words: b.Words, Version: b.Version}
	})
	return GetRegistrationForm200JSONResponse{
		Language: form.Language, Sha256: form.SHA256, Boxes: boxes, Contract: documentOf(&form.Contract), Instruction: documentOf(&form.Instruction),
	}, nil
}

func documentOf(d *joining.Document) TextDocument {
	return TextDocument{Kind: d.Kind, Version: d.Version, Sha256: d.SHA256, Content: d.Content, HTML: d.HTML}
}

// SubmitRegistration answers POST /registrations.
func (r *Resources) SubmitRegistration(ctx context.Context, q SubmitRegistrationRequestObject) (SubmitRegistrationResponseObject, error) {
	began := time.Now()
	s, from, err := r.admitNewcomer(ctx)
	if err != nil {
		return nil, err
	}
	form := formOf(q.Body)
	findings, err := s.Submit(ctx, form, q.Body.FormSha256, from)
	if err != nil {
		return nil, err
	}
	if len(findings) > 0 {
		return nil, refusalOf(findings, form.Language)
	}
	noSooner(ctx, began)
	return SubmitRegistration202JSONResponse{Text: joining.Answer(form.Language)}, nil
}

// formOf is the form as package joining knows it.
func formOf(b *NewRegistration) joining.Application {
	return joining.Application{
		Given: b.GivenName, Family: b.FamilyName, Company: value(b.Company), Address: postalOf(b.Address), Birth: b.BirthDate,
		Tax: taxOf(b.Tax), Bank: bankOf(b.Bank), Email: b.Email, Phone: value(b.Phone), Language: b.Language, Link: value(b.SponsorLink),
		Consents: joining.Consents{
			Terms: value(b.Consents.Terms), Privacy: value(b.Consents.PrivacyNoted), Newsletter: value(b.Consents.Newsletter),
			PhoneCalls: value(b.Consents.PhoneContact),
		},
	}
}

// refusalOf lists what is wrong in a form, in its language.
func refusalOf(findings joining.Findings, language string) *Refusal {
	refusal := &Refusal{Status: http.StatusUnprocessableEntity}
	for _, f := range findings {
		pointer := "/" + strings.ReplaceAll(f.Field, ".", "/")
		refusal.Errors = append(refusal.Errors, Defect{Field: pointer, Message: f.In(language)})
	}
	return refusal
}

// ResendRegistration answers POST /registrations/resend.
func (r *Resources) ResendRegistration(ctx context.Context, q ResendRegistrationRequestObject) (ResendRegistrationResponseObject, error) {
	began := time.Now()
	s, from, err := r.admitNewcomer(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Resend(ctx, q.Body.Email, from); err != nil {
		return nil, err
	}
	noSooner(ctx, began)
	return ResendRegistration202JSONResponse{Text: joining.Answer(q.Body.Language)}, nil
}

// outcomeNames name what may become of a link.
var outcomeNames = map[joining.Outcome]string{
	joining.Done: "done", joining.Again: "again", joining.LinkExpired: "expired", joining.LinkUsed: "used", joining.LinkUnknown: "unknown",
	joining.LinkSuperseded: "superseded", joining.Retracted: "withdrawn", joining.Released: "withdrawn",
}

// ConfirmRegistration answers POST /registrations/confirm.
func (r *Resources) ConfirmRegistration(ctx context.Context, q ConfirmRegistrationRequestObject) (ConfirmRegistrationResponseObject, error) {
	s, from, err := r.joiningAt(ctx)
	if err != nil {
		return nil, err
	}
	outcome, err := s.Confirm(ctx, q.Body.Token, from)
	if err != nil {
		return nil, err
	}
	return ConfirmRegistration200JSONResponse{Outcome: outcomeNames[outcome], Text: outcome.Explain(q.Body.Language)}, nil
}

// ShowContract answers POST /registrations/contract.
func (r *Resources) ShowContract(ctx context.Context, q ShowContractRequestObject) (ShowContractResponseObject, error) {
	s, from, err := r.joiningAt(ctx)
	if err != nil {
		return nil, err
	}
	documents, err := s.Contract(ctx, q.Body.Token, from)
	if err != nil {
		return nil, err
	}
	return ShowContract200JSONResponse{Documents: mapped(documents, documentOf)}, nil
}

// AcceptContract answers POST /registrations/acceptance.
func (r *Resources) AcceptContract(ctx context.Context, q AcceptContractRequestObject) (AcceptContractResponseObject, error) {
	s, from, err := r.joiningAt(ctx)
	if err != nil {
		return nil, err
	}
	accepted, err := s.Accept(ctx, q.Body.Token, q.Body.Hashes, from)
	if err != nil {
		return nil, err
	}
	answer := AcceptContract200JSONResponse{State: "registered", Partner: optional(accepted.Partner)}
	switch {
	case accepted.Partner == "":
		answer.State = "held"
	case accepted.Waiting:
		answer.State = "waiting"
	}
	return answer, nil
}

// online returns the registrations.
//
// Errors: NotFound where nobody joins online.
func (r *Resources) online(ctx context.Context) (*registrations.Store, error) {
	s, _, err := r.joiningAt(ctx)
	return s, err
}

// ListRegistrations answers GET /registrations.
func (r *Resources) ListRegistrations(ctx context.Context, q ListRegistrationsRequestObject) (ListRegistrationsResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	p, at := q.Params, r.view(ctx, nil, nil)
	filter := registrations.Filter{Sponsor: value(p.Sponsor), State: value(p.State), Held: value(p.Held)}
	list := func(ctx context.Context, slice graph.Slice) ([]registrations.Row, string, error) {
		return s.List(ctx, filter, at, slice)
	}
	return answerList(ctx, r, "registrations", slice(nil, p.Limit, p.After), registrationColumns, list,
		func(rows []registrations.Row, next string) ListRegistrationsResponseObject {
			return ListRegistrations200JSONResponse{Items: mapped(rows, registrationOf), Next: optional(next)}
		})
}

// ListHoldingTank answers GET /holding-tank.
func (r *Resources) ListHoldingTank(ctx context.Context, q ListHoldingTankRequestObject) (ListHoldingTankResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	p, at := q.Params, r.view(ctx, nil, nil)
	list := func(ctx context.Context, slice graph.Slice) ([]registrations.Row, string, error) {
		return s.Tank(ctx, value(p.Sponsor), at, slice)
	}
	return answerList(ctx, r, "holding-tank", slice(nil, p.Limit, p.After), registrationColumns, list,
		func(rows []registrations.Row, next string) ListHoldingTankResponseObject {
			return ListHoldingTank200JSONResponse{Items: mapped(rows, registrationOf), Next: optional(next)}
		})
}

func registrationOf(row *registrations.Row) OnlineRegistration {
	out := OnlineRegistration{
		ID: row.ID, State: row.State, Name: row.Name, Sponsor: optional(row.Sponsor), Partner: optional(row.Partner), Received: row.Received,
		WaitingUntil: row.Waiting,
	}
	if len(row.Held) > 0 {
		out.Held = &row.Held
	}
	return out
}

var registrationColumns = []Column[registrations.Row]{
	{"id", KindText, func(row *registrations.Row) any { return row.ID }},
	{"state", KindText, func(row *registrations.Row) any { return row.State }},
	{"name", KindText, func(row *registrations.Row) any { return row.Name }},
	{"sponsor", KindText, func(row *registrations.Row) any { return row.Sponsor }},
	{"partner", KindText, func(row *registrations.Row) any { return row.Partner }},
	{"received", KindTime, func(row *registrations.Row) any { return row.Received }},
	{"waiting_until", KindDay, func(row *registrations.Row) any {
		if row.Waiting == nil {
			return ""
		}
		return row.Waiting.String()
	}},
	{"held", KindText, func(row *registrations.Row) any { return strings.Join(row.Held, " ") }},
}

// PlaceRegistration answers POST /registrations/{registration}/placement.
func (r *Resources) PlaceRegistration(ctx context.Context, q PlaceRegistrationRequestObject) (PlaceRegistrationResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	who, err := by(ctx, nil, nil)
	if err != nil {
		return nil, err
	}
	places := []graph.Place{}
	for _, place := range value(q.Body.Places) {
		places = append(places, graph.Place{Tree: place.Tree, Parent: value(place.Parent), Slot: place.Slot})
	}
	if err := s.Place(ctx, q.Registration, places, who); err != nil {
		return nil, err
	}
	row, err := s.Registration(ctx, q.Registration, r.view(ctx, nil, nil))
	if err != nil {
		return nil, err
	}
	return PlaceRegistration200JSONResponse(registrationOf(row)), nil
}

// ApproveRegistration answers POST /registrations/{registration}/approval.
func (r *Resources) ApproveRegistration(ctx context.Context, q ApproveRegistrationRequestObject) (ApproveRegistrationResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	who, err := by(ctx, &q.Body.Reason, nil)
	if err != nil {
		return nil, err
	}
	if _, err := s.Approve(ctx, q.Registration, who); err != nil {
		return nil, err
	}
	row, err := s.Registration(ctx, q.Registration, r.view(ctx, nil, nil))
	if err != nil {
		return nil, err
	}
	return ApproveRegistration200JSONResponse(registrationOf(row)), nil
}

// RefuseRegistration answers POST /registrations/{registration}/refusal.
func (r *Resources) RefuseRegistration(ctx context.Context, q RefuseRegistrationRequestObject) (RefuseRegistrationResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	who, err := by(ctx, &q.Body.Reason, nil)
	if err != nil {
		return nil, err
	}
	return RefuseRegistration204Response{}, s.Refuse(ctx, q.Registration, who)
}

// MakeRegistrationLink answers POST /registration-links.
func (r *Resources) MakeRegistrationLink(ctx context.Context, q MakeRegistrationLinkRequestObject) (MakeRegistrationLinkResponseObject, error) {
	s, err := r.online(ctx)
	if err != nil {
		return nil, err
	}
	who, err := by(ctx, nil, nil)
	if err != nil {
		return nil, err
	}
	link, err := s.Link(ctx, q.Body.Partner, who)
	if err != nil {
		return nil, err
	}
	return MakeRegistrationLink200JSONResponse{Partner: link.Partner, Code: link.Code, URL: link.URL}, nil
}
