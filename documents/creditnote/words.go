package creditnote

import (
	"strings"

	"upline/documents/paper"
	"upline/internal/money"
)

// title returns the name of an item.
func (i Item) title(texts paper.Texts) string {
	if i.Reversal {
		return texts.Say("credit_note.reversal", "bonus", i.Name)
	}
	return i.Name
}

// about returns what is said of an item besides.
func (i Item) about(texts paper.Texts) string {
	switch i.Count {
	case 0:
		return ""
	case 1:
		return texts.Say("credit_note.line")
	}
	return texts.Say("credit_note.lines", "count", texts.Number(int64(i.Count), 0, 0))
}

// title returns what the note is.
func (n Note) title(texts paper.Texts) string {
	if n.Kind == Correction {
		return texts.Say("credit_note.title_correction", "number", n.Number)
	}
	return texts.Say("credit_note.title", "number", n.Number)
}

// intro says what is settled, and that it is by credit note.
func (n Note) intro(texts paper.Texts) string {
	key := "credit_note.intro"
	if n.Kind == Correction {
		key = "credit_note.intro_correction"
	}
	return texts.Say(key, "from", texts.Day(n.From), "through", texts.Day(n.Through), "preceding", n.precedingText(texts))
}

// remarks are what the law wants to be read: that it is a Gutschrift, why it is corrected, and that the partner can object.
func (n Note) remarks(texts paper.Texts) []string {
	all := []string{n.title(texts), n.intro(texts)}
	if n.Reason != "" {
		all = append(all, texts.Say("credit_note.reason", "reason", n.Reason))
	}
	return append(all, texts.Say("credit_note.objection"))
}

func (n Note) precedingText(texts paper.Texts) string {
	list := make([]string, len(n.Preceding))
	for i, preceding := range n.Preceding {
		list[i] = texts.Say("credit_note.preceding_one", "number", preceding.Number, "day", texts.Day(preceding.Issued))
	}
	return strings.Join(list, ", ")
}

// terms says how the note is paid, in one sentence after the other.
func (n Note) terms(texts paper.Texts, totals Totals) string {
	var all []string
	for _, entry := range n.Payment.Entries {
		all = append(all, entry.text(texts)+": "+n.say(texts, entry.Amount))
	}
	return strings.Join(append(all, n.payout(texts, totals)...), "\n")
}

// payout says what is paid when, and what is carried on.
func (n Note) payout(texts paper.Texts, totals Totals) []string {
	var all []string
	if n.Payment.Payout > 0 {
		all = append(all, texts.Say("credit_note.payout", "amount", n.say(texts, n.Payment.Payout), "due", texts.Day(n.Payment.Due), "iban", grouped(n.Payment.IBAN)))
	} else {
		all = append(all, texts.Say("credit_note.no_payout"))
	}
	switch {
	case totals.Open > 0:
		all = append(all, texts.Say("credit_note.open", "amount", n.say(texts, totals.Open)))
	case totals.Open < 0:
		all = append(all, texts.Say("credit_note.owed", "amount", n.say(texts, totals.Open)))
	}
	return all
}

func (e Entry) text(texts paper.Texts) string {
	return texts.Say("credit_note.entry_"+string(e.Kind), "about", e.About)
}

func (n Note) say(texts paper.Texts, amount money.Amount) string {
	return texts.Amount(int64(amount), n.Scale, n.Currency)
}

// grouped writes an IBAN as people read it, in groups of four.
func grouped(iban string) string {
	var b strings.Builder
	for i, r := range iban {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
