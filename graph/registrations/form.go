package registrations

import (
	"crypto/sha256"
	"encoding/hex"

	"upline/graph/joining"
	"upline/internal/fault"
)

// Form is what somebody sees who wants to join: the boxes, none of which is ticked, each with its words, and the instruction on
// withdrawal.
type Form struct {
	Language    string
	Boxes       []Box
	Instruction joining.Document
	Contract    joining.Document // as it is before anybody's name is in it
	// SHA256 stands for all of these words: who sends the form names it, so that it is proven what was shown.
	SHA256 string
}

// Box is a box of the form.
type Box struct {
	joining.ConsentRule
	joining.Text
	Words string
}

// boxVersion is that of the words below: each change of them gives it a new one.
const boxVersion = "2026-11"

// boxWords are the words beside each box, in German and English; {company} and {privacy} are put in.
var boxWords = map[string][2]string{
	"terms": {
		"Ich möchte Partner von {company} werden und bin mit den Bedingungen des Partnervertrags einverstanden.",
		"I want to become a partner of {company} and agree to the terms of the partner contract.",
	},
	"privacy_noted": {
		"Ich habe die Datenschutzhinweise ({privacy}) zur Kenntnis genommen.",
		"I have taken note of the privacy notice ({privacy}).",
	},
	"newsletter": {
		"Ich willige ein, dass mir {company} Neuigkeiten und Angebote per E-Mail schickt. Das kann ich jederzeit widerrufen.",
		"I consent to {company} sending me news and offers by e-mail. I can revoke this at any time.",
	},
	"phone_contact": {
		"Ich willige ein, dass mich {company} zu Neuigkeiten und Angeboten anruft. Das kann ich jederzeit widerrufen.",
		"I consent to {company} calling me about news and offers. I can revoke this at any time.",
	},
}

// Form returns the form in a language.
//
// Errors: Invalid when there is none in that language, or a template is wrong.
func (s *Store) Form(language string) (*Form, error) {
	f := &Form{Language: language}
	all := sha256.New()
	for _, rule := range joining.ConsentRules() {
		words := s.wordsOf(rule.Name, language)
		f.Boxes = append(f.Boxes, Box{rule, joining.Text{Kind: "box " + rule.Name, Language: language, Version: boxVersion, SHA256: digest(words)}, words})
		all.Write([]byte(words + "\x00"))
	}
	var err error
	if f.Instruction, err = s.config.Templates.Document(joining.TextWithdrawal, language, s.companyValues()); err != nil {
		return nil, err
	}
	if f.Contract, err = s.contract(joining.Application{Given: "…", Family: "…", Language: language}); err != nil {
		return nil, err
	}
	all.Write([]byte(f.Instruction.SHA256 + f.Contract.SHA256))
	f.SHA256 = hex.EncodeToString(all.Sum(nil))
	return f, nil
}

// texts are what is kept of the form.
func (f *Form) texts() []joining.Text {
	texts := []joining.Text{f.Contract.Text, f.Instruction.Text}
	for _, box := range f.Boxes {
		texts = append(texts, box.Text)
	}
	return texts
}

// seen refuses a form that was filled in under other words.
//
// Errors: Stale.
func (f *Form) seen(sha256 string) error {
	if f.SHA256 != sha256 {
		return &fault.Error{Kind: fault.Stale, Op: "registration", Msg: "the form has other words by now: fetch it again, and show it before it is sent"}
	}
	return nil
}

func (s *Store) wordsOf(box, language string) string {
	words := boxWords[box][1]
	if language == "de" {
		words = boxWords[box][0]
	}
	return replaced(words, "{company}", s.config.Company.Name, "{privacy}", s.config.Company.URL+"/privacy")
}

// contract writes the contract for somebody.
func (s *Store) contract(form joining.Application) (joining.Document, error) {
	values := s.companyValues()
	values["given"], values["family"], values["address"] = form.Given, form.Family, addressLine(form.Address)
	values["country_law"] = lawOf(s.config.Company.Country, form.Language)
	return s.config.Templates.Document(joining.TextContract, form.Language, values)
}
