package suggestion

import (
	"strings"

	"upline/documents/intake"
)

// word is one by which a class is known.
type word struct {
	text   string
	points int
}

// classWords are the words of each class, in German and English, as they are folded.
var classWords = map[string][]word{
	"contract": {
		{"partnervertrag", 85}, {"vertriebspartnervertrag", 85}, {"partner agreement", 85}, {"vertragspartner", 30}, {"vertrag", 45}, {"agreement", 45}, {"unterschrift", 20},
	},
	"statement":      {{"provisionsabrechnung", 85}, {"commission statement", 85}, {"abrechnung", 45}},
	"credit_note":    {{"gutschrift", 80}, {"credit note", 80}},
	"invoice":        {{"rechnung", 70}, {"rechnungsnummer", 70}, {"rechnungs-nr", 70}, {"invoice", 70}, {"invoice number", 70}},
	"delivery_note":  {{"lieferschein", 85}, {"delivery note", 85}},
	"correspondence": {{"kündigung", 80}, {"widerruf", 75}, {"termination", 70}, {"mit freundlichen grüßen", 50}, {"sehr geehrte", 40}, {"yours sincerely", 50}, {"dear", 30}},
	"identification": {{"personalausweis", 85}, {"identity card", 80}, {"reisepass", 85}, {"passport", 80}, {"bundesrepublik deutschland", 30}, {"führerschein", 70}},
	"bank_statement": {{"kontoauszug", 85}, {"account statement", 80}, {"bank statement", 85}, {"alter saldo", 40}, {"neuer saldo", 40}},
}

// class follows the cover sheet, the form, the type and the words of a document.
func (t tally) class(d Document) {
	if d.Sheet != nil && d.Sheet.Class != "" {
		t.add(d.Sheet.Class, "", Reason{"cover-sheet", d.Sheet.Class, BySheet})
	}
	text := fold(d.Text[:min(len(d.Text), textMax)])
	switch d.Form {
	case intake.CAMT:
		t.add("bank_statement", "", Reason{"form", string(d.Form), 98})
	case intake.CII, intake.UBL:
		t.add(invoiceClass(d.Code), "", Reason{"form", string(d.Form), 95})
	}
	if d.Type == intake.Mail {
		t.add("correspondence", "", Reason{"type", string(d.Type), 80})
	}
	top := text[:min(len(text), 600)]
	for class, words := range classWords {
		for _, w := range words {
			if !holdsWords(text, w.text) {
				continue
			}
			points := w.points
			if !strings.Contains(top, w.text) {
				points /= 2 // a title stands above
			}
			t.add(class, "", Reason{"word " + w.text, w.text, points})
		}
	}
}

// invoiceClass tells an invoice from a credit note by its code of UNTDID 1001.
func invoiceClass(code string) string {
	switch code {
	case "261", "381", "389", "396":
		return "credit_note"
	}
	return "invoice"
}
