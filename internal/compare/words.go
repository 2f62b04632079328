package compare

import (
	"fmt"
	"strings"

	"upline/internal/money"
)

// Words says the result in a sentence, for a terminal.
func (c *Comparison) Words() string { return c.words(c.plain()) }

func (c *Comparison) words(n notation) string {
	figures := c.Winners.Partners + c.Losers.Partners + c.Unchanged
	switch figures {
	case 0:
		return "Neither plan pays anybody a commission."
	case c.Unchanged:
		return fmt.Sprintf("Under the proposed plan, nobody would get more or less: the company would pay %s to %s, as it does now.",
			n.Money(c.Total.Commission.A), n.Counting(figures, "partner"))
	}
	return fmt.Sprintf("Under the proposed plan, the company would pay %s: %s.", c.changeWords(n), c.effectWords(n))
}

// effectWords says who wins and who loses.
func (c *Comparison) effectWords(n notation) string {
	var parts []string
	add := func(partners int, what string) {
		if partners == 0 {
			return
		}
		who := n.Count(partners)
		if len(parts) == 0 {
			who = n.Counting(partners, "partner")
		}
		parts = append(parts, who+" "+what)
	}
	add(c.Winners.Partners, n.effect(c.Winners, "win"))
	add(c.Losers.Partners, n.effect(c.Losers, "lose"))
	add(c.Unchanged, n.does(c.Unchanged, "stay")+" unchanged")
	return strings.Join(parts, ", ")
}

// changeWords says how much more or less the company pays.
func (c *Comparison) changeWords(n notation) string {
	more := c.Total.Commission.Difference()
	word := "more"
	switch {
	case more == 0:
		return "the same " + n.Money(c.Total.Commission.A)
	case more < 0:
		word = "less"
	}
	text := n.Money(max(more, -more)) + " " + word
	if percent := n.PercentChange(c.Total.Commission); percent != "" {
		text += " (" + percent + ")"
	}
	return text
}

// periodWords names the settled periods.
func (c *Comparison) periodWords() string {
	if c.From == c.Through {
		return c.From.String()
	}
	return c.From.String() + " to " + c.Through.String()
}

// effect says what partners do, and with how much.
func (n notation) effect(e Effect, verb string) string {
	return n.does(e.Partners, verb) + " " + n.Money(max(e.Amount, -e.Amount))
}

// does puts a verb in the form that goes with so many.
func (n notation) does(count int, verb string) string {
	if count == 1 {
		return verb + "s"
	}
	return verb
}

// Counting writes a count and its noun, whose plural ends in s.
func (n notation) Counting(count int, noun string) string {
	if count != 1 {
		noun += "s"
	}
	return n.Count(count) + " " + noun
}

// Size names the differences of a bucket by their bounds.
func (n notation) Size(b *Bucket) string {
	bound := func(a money.Amount) string { return n.group(string(money.AppendPlain(nil, int64(a), n.scale))) }
	if b.Above == 0 {
		return "up to " + bound(b.UpTo)
	}
	return bound(b.Above) + " – " + bound(b.UpTo)
}
