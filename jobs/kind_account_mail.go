package jobs

import (
	"context"
	"net/url"

	"github.com/google/uuid"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// AccountMail is a mail with a token that is good once: an invitation, a reset of a password, or a confirmation of a new address. The
// token is made when the mail is written, so that no record holds it, and a job that is done again makes the one before worthless.
type AccountMail struct {
	Kind    access.TokenKind `json:"kind"`
	User    string           `json:"user,omitempty"` // empty: nobody, who was asked for all the same
	Address access.Email     `json:"address,omitzero"`
}

// accountPages are the template of each kind of mail, and the page of the browser app where its link leads.
var accountPages = map[access.TokenKind]struct{ template, page string }{
	access.InvitationToken:   {"account_invitation", "/invitation"},
	access.ResetToken:        {"account_reset", "/password-reset"},
	access.ConfirmationToken: {"account_email", "/email"},
}

// AccountLink is where a token is to be used. It stands behind a #, so that browsers send it to no server before its owner does.
func AccountLink(publicURL, page, token string) string {
	return publicURL + page + "#" + url.QueryEscape(token)
}

// NewAccountMail is the job that sends such a mail.
func NewAccountMail(m AccountMail) graph.NewJob { return newJob("account_mail", string(m.Kind), m) }

// NewMail is the job that sends a mail.
func NewMail(m Mail) graph.NewJob { return m.job("mail-" + uuid.NewString()) }

func doAccountMail(ctx context.Context, w *Worker, j *graph.Job, _ *Settlement) (any, error) {
	what, err := argsOf[AccountMail](j)
	if err != nil || what.User == "" {
		return nil, err
	}
	to, known := accountPages[what.Kind]
	switch {
	case !known:
		return nil, fault.Invalidf("account mail", "there is no mail with a token of the kind %q", what.Kind)
	case w.Mailer == nil || w.PublicURL == "":
		return nil, fault.Invalidf("account mail", "this worker cannot send links: set SMTP_URL, MAIL_FROM and UPLINE_PUBLIC_URL")
	}
	store, err := accounts.New(w.Graph.Store, nil)
	if err != nil {
		return nil, err
	}
	by := accounts.By{By: chronicle.By{Actor: "job:" + j.ID}}
	token, account, err := store.Ask(ctx, what.Kind, what.User, what.Address, by)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return nil, nil // the account was locked, or the invitation accepted, meanwhile
	}
	if err != nil {
		return nil, err
	}
	mail := Mail{To: account.Email.Address, Template: to.template, Language: account.Language, Values: map[string]string{
		"name": account.Name, "link": AccountLink(w.PublicURL, to.page, token),
	}}
	if what.Kind == access.ConfirmationToken {
		mail.To = what.Address.Address
	}
	return nil, w.Mailer.Send(ctx, j.ID, mail)
}
