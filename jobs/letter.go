package jobs

import (
	"context"

	"github.com/wneessen/go-mail"

	"upline/graph"
	"upline/graph/registrations"
	"upline/internal/fault"
)

// LetterJob is the job that sends a letter, under an id of its own. It holds neither an address nor what the letter says: both are
// looked up when it is sent, and so nothing is left in the job of somebody who is forgotten.
func LetterJob(id string, letter registrations.Letter) graph.NewJob {
	return graph.NewJob{ID: id, Kind: "mail", Queue: urgent, Subject: letter.Name, Args: Mail{Template: letter.Name, Letter: &letter}}
}

// sendLetter writes a letter, sends it, and has it recorded. One that was sent and not recorded is sent again, with the same
// Message-ID, and recorded once.
func (w *Worker) sendLetter(ctx context.Context, id string, what registrations.Letter) error {
	if w.Registrations == nil {
		return fault.Invalidf("mail", "this worker writes no letters of registrations: set what upline work --help says of them")
	}
	letter, err := w.Registrations.Write(ctx, what)
	if err != nil || letter == nil {
		return err
	}
	if err := w.Mailer.SendLetter(ctx, id, letter); err != nil {
		return withoutAddress(err)
	}
	return w.Registrations.Sent(ctx, what, messageID(id), letter.Letter)
}

// SendLetter sends a letter, as text and as HTML.
//
// Errors: those of Send.
func (m *Mailer) SendLetter(ctx context.Context, id string, letter *registrations.Addressed) error {
	message, err := m.headed(id, letter.To, letter.Subject)
	if err != nil {
		return err
	}
	message.SetBodyString(mail.TypeTextPlain, letter.Text)
	message.AddAlternativeString(mail.TypeTextHTML, letter.HTML)
	return m.send(ctx, message)
}

// withoutAddress is an error without what the mail server said, which names the receiver: errors stay with the job.
func withoutAddress(err error) error {
	kind, msg := fault.KindOf(err), "the mail server does not take the letter now"
	if kind == fault.Invalid {
		msg = "the letter cannot be sent: its receiver or the mail server refuses it"
	}
	return &fault.Error{Kind: kind, Op: "mail", Msg: msg}
}
