package jobs

import (
	"context"
	"embed"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/wneessen/go-mail"

	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/host"
)

// mailTemplates are the mails that this program writes, each in German and English.
//
//go:embed mails/*.txt
var mailTemplates embed.FS

// Mail is a mail to be written and sent.
type Mail struct {
	To       string            `json:"to"`
	Template string            `json:"template"` // a file of the folder mails
	Language string            `json:"language"` // de or en; empty: the mailer's
	Values   map[string]string `json:"values"`
	// Letter is a letter that registrations write, in place of all the others: the job holds nothing of whom it goes to.
	Letter *registrations.Letter `json:"letter,omitempty"`
}

// Mailer sends mails by SMTP.
type Mailer struct {
	url            *url.URL
	from, language string
}

// mailTerm is how long a mail server may take.
const mailTerm = 30 * time.Second

// NewMailer returns a mailer for an address such as smtp://user:password@host:587 (TLS by STARTTLS, without which nothing is sent, but
// to a server of this machine) or smtps://user:password@host (TLS from the start). Language is de or en.
//
// Errors: Invalid when the address or the sender cannot be understood.
func NewMailer(smtpURL, from, language string) (*Mailer, error) {
	u, err := url.Parse(smtpURL)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fault.Invalidf("mail", "SMTP_URL is not an address of a mail server: write smtp://user:password@host:587")
	}
	if language != "de" && language != "en" {
		return nil, fault.Invalidf("mail", "there are no mails in %q: write de or en", language)
	}
	if err := mail.NewMsg().From(from); err != nil {
		return nil, fault.Invalidf("mail", "MAIL_FROM %q is not a sender: write Upline <upline@example.com>", from)
	}
	return &Mailer{u, from, language}, nil
}

// Send sends a mail. A mail that is sent twice, since nobody knows whether it was, has the same id: its receiver can tell.
//
// Errors: Invalid when it cannot be written, or is refused for good; Unavailable when the server does not take it now.
func (m *Mailer) Send(ctx context.Context, id string, what Mail) error {
	message, err := m.write(id, what)
	if err != nil {
		return err
	}
	return m.send(ctx, message)
}

// send hands a message to the mail server.
func (m *Mailer) send(ctx context.Context, message *mail.Msg) error {
	client, err := m.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*mailTerm)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, message)
	if err == nil {
		return nil
	}
	if refusal, is := errors.AsType[*mail.SendError](err); is && !refusal.IsTemp() && refusal.ErrorCode() >= 500 {
		return &fault.Error{Kind: fault.Invalid, Op: "mail", Msg: "the mail server refuses the mail", Err: err}
	}
	return &fault.Error{Kind: fault.Unavailable, Op: "mail", Msg: "the mail server does not take the mail now", Err: err}
}

// write writes a mail from its template.
func (m *Mailer) write(id string, what Mail) (*mail.Msg, error) {
	language := what.Language
	if language == "" {
		language = m.language
	}
	set, err := template.New("mail").Option("missingkey=error").ParseFS(mailTemplates, "mails/"+what.Template+".txt")
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "mail", Msg: "there is no mail " + what.Template, Err: err}
	}
	part := func(name string) (string, error) {
		var text strings.Builder
		err := set.ExecuteTemplate(&text, name+"."+language, what.Values)
		return text.String(), err
	}
	subject, err := part("subject")
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "mail", Msg: "the mail cannot be written", Err: err}
	}
	body, err := part("body")
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "mail", Msg: "the mail cannot be written", Err: err}
	}
	message, err := m.headed(id, what.To, subject)
	if err != nil {
		return nil, err
	}
	message.SetBodyString(mail.TypeTextPlain, body)
	return message, nil
}

// headed is a message without its text. Its Message-ID is made of the job's id, so it is the same each time that the job is done.
func (m *Mailer) headed(id, to, subject string) (*mail.Msg, error) {
	message := mail.NewMsg()
	if err := message.From(m.from); err != nil {
		return nil, err
	}
	if err := message.To(to); err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "mail", Msg: "the receiver's address cannot be understood", Err: err}
	}
	message.Subject(strings.Join(strings.Fields(subject), " "))
	message.SetMessageIDWithValue(messageID(id))
	message.SetDate()
	return message, nil
}

// messageID is the Message-ID of a job's mail.
func messageID(job string) string { return job + "@upline" }

// policy demands TLS, but of this machine: what stands between a client and another server could take its offer away.
func (m *Mailer) policy() mail.TLSPolicy {
	if host.Loopback(m.url.Host) {
		return mail.TLSOpportunistic
	}
	return mail.TLSMandatory
}

func (m *Mailer) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithTimeout(mailTerm), mail.WithTLSPolicy(m.policy())}
	if m.url.Scheme == "smtps" {
		options = append(options, mail.WithSSLPort(false))
	}
	if port, err := strconv.Atoi(m.url.Port()); err == nil {
		options = append(options, mail.WithPort(port))
	}
	if user := m.url.User; user != nil {
		password, _ := user.Password()
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user.Username()), mail.WithPassword(password))
	}
	client, err := mail.NewClient(m.url.Hostname(), options...)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "mail", Msg: "SMTP_URL cannot be understood", Err: err}
	}
	return client, nil
}
