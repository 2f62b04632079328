package registrations

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// Letter names a letter: which mail (joining.MailConfirm, …), of which application, partner or statement, and the number of the link.
// It holds nothing of a person.
type Letter struct {
	Name string `json:"name"`
	Of   string `json:"of"`
	No   int    `json:"no,omitempty"`
}

// Addressed is a letter that is written, and to whom.
type Addressed struct {
	To string
	joining.Letter
}

// Write writes a letter; nil: it is not needed any more, since what it is about is gone or has gone on.
func (s *Store) Write(ctx context.Context, l Letter) (*Addressed, error) {
	write := map[string]func(ctx context.Context, l Letter) (*Addressed, error){
		joining.MailConfirm: s.writeLink, joining.MailResend: s.writeLink, joining.MailKnown: s.writeKnown,
		joining.MailWelcome: s.writeWelcome, joining.MailWithdrawn: s.writeWithdrawn, joining.MailRetracted: s.writeRetracted,
	}[l.Name]
	if write == nil {
		return nil, fault.Invalidf("letter", "there is no letter %q here: this worker is of another release", l.Name)
	}
	return write(ctx, l)
}

// Sent records that a mail server has taken a letter, once for each Message-ID.
func (s *Store) Sent(ctx context.Context, l Letter, messageID string, letter joining.Letter) error {
	mail := joining.SentMail{Template: l.Name, MessageID: messageID, SHA256: letter.SHA256()}
	id := l.Of
	switch l.Name {
	case joining.MailKnown:
		return nil // nothing of the form is kept
	case joining.MailRetracted:
		return s.sentRetracted(ctx, l.Of, mail)
	case joining.MailWithdrawn:
		statement, err := s.statement(ctx, l.Of)
		if err != nil {
			return err
		}
		a, err := s.find(ctx, cypher.ApplicationOfPartner, map[string]any{"partner": statement.Partner})
		if err != nil || a == nil {
			return err
		}
		id = a.ID
	}
	err := s.step(ctx, "send mail", id, chronicle.By{Actor: bySweep.Actor}, func(_ *chronicle.Change, a *application) (bool, error) {
		before := a.Version
		a.Process = a.MailSent(mail, s.now())
		return a.Version != before, nil
	})
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return nil // it was forgotten meanwhile, and with it whether a mail was sent
	}
	return err
}

func (s *Store) writeLink(ctx context.Context, l Letter) (*Addressed, error) {
	a, err := s.find(ctx, cypher.ApplicationFind, map[string]any{"id": l.Of})
	if err != nil || a == nil || a.State != joining.Received || l.No != len(a.Links)-1 || !s.now().Before(a.Links[l.No].Expires) {
		return nil, err
	}
	token, err := s.tokenOf(a.ID, l.No, a.Links[l.No].Hash)
	if err != nil {
		return nil, err
	}
	form, values := a.form.Normal(), s.companyValues()
	values["given"], values["family"], values["sponsor"] = form.Given, form.Family, ""
	if values["sponsor"], err = s.nameOf(ctx, a.sponsor); err != nil {
		return nil, err
	}
	values["link"] = s.config.Company.URL + "/join/confirm#" + token // what stands behind the # is sent to no server
	values["until"] = timeWords(a.Links[l.No].Expires, s.config.Zone, a.language)
	return s.addressed(form.Email, l.Name, a.language, values)
}

func (s *Store) writeKnown(ctx context.Context, l Letter) (*Addressed, error) {
	p, err := s.person(s.reads(ctx), l.Of)
	if err != nil || p == nil {
		return nil, err
	}
	return s.addressed(p.Contact.Email, l.Name, languageOf(p), s.companyValues())
}

func (s *Store) writeWelcome(ctx context.Context, l Letter) (*Addressed, error) {
	a, err := s.find(ctx, cypher.ApplicationFind, map[string]any{"id": l.Of})
	if err != nil || a == nil || a.Partner == "" {
		return nil, err
	}
	contents, err := s.acceptedTexts(ctx, a)
	if err != nil {
		return nil, err
	}
	form, values := a.form.Normal(), s.companyValues()
	values["given"], values["family"], values["partner"] = form.Given, form.Family, a.Partner
	if values["sponsor"], err = s.nameOf(ctx, a.sponsor); err != nil {
		return nil, err
	}
	contract := joining.Contract{Concluded: s.dayOf(a.at(joining.EventRegistered)), Instructed: s.today()} // this mail instructs
	values["last_day"] = dayWords(contract.WithdrawalEnds(s.free), a.language)
	values["contract"], values["instruction"] = contents[joining.TextContract], contents[joining.TextWithdrawal]
	return s.addressed(form.Email, l.Name, a.language, values)
}

// acceptedTexts are the words that an applicant has accepted, by kind of text.
func (s *Store) acceptedTexts(ctx context.Context, a *application) (map[string]string, error) {
	kinds, hashes := map[string]string{}, []string{}
	for _, text := range a.Texts {
		kinds[text.SHA256] = text.Kind
		hashes = append(hashes, text.SHA256)
	}
	contents := map[string]string{}
	err := s.Read(ctx, cypher.AcceptedTextsFind, map[string]any{"hashes": hashes}, nil, func(record *neo4j.Record) error {
		contents[kinds[record.Values[0].(string)]] = record.Values[1].(string)
		return nil
	})
	return contents, err
}

func (s *Store) writeWithdrawn(ctx context.Context, l Letter) (*Addressed, error) {
	statement, err := s.statement(ctx, l.Of)
	if err != nil {
		return nil, err
	}
	p, err := s.person(s.reads(ctx), statement.Partner)
	if err != nil || p == nil {
		return nil, err
	}
	values := s.companyValues()
	values["given"], values["family"], values["partner"] = p.Contact.Given, p.Contact.Family, p.Partner
	values["received"], values["declaration"] = timeWords(statement.Received, s.config.Zone, languageOf(p)), statement.Declaration
	return s.addressed(p.Contact.Email, l.Name, languageOf(p), values)
}

// addressed writes a letter from its template.
func (s *Store) addressed(to, name, language string, values map[string]string) (*Addressed, error) {
	letter, err := s.config.Templates.Letter(name, language, values)
	if err != nil {
		return nil, err
	}
	return &Addressed{to, letter}, nil
}

// nameOf is a partner's name; empty for none.
func (s *Store) nameOf(ctx context.Context, partner string) (string, error) {
	if partner == "" {
		return "", nil
	}
	p, err := s.company.Partner(ctx, partner, s.view())
	if err != nil {
		return "", err
	}
	return p.Name, nil
}

func languageOf(p *Person) string {
	if p.Contact.Language == "de" {
		return "de"
	}
	return "en"
}
