package prose

import (
	"fmt"
	"strconv"
	"strings"

	"upline/commission/explain"
)

// walk writes a bonus for an order: the rule, each member in turn, and how the walk ended.
func (p *page) walk(indent int, w *explain.Walk, base string) {
	p.line(indent, "Bonus %s (%s)", w.Bonus, w.Type)
	p.rule(indent+2, w.Bonus, w.Rule)
	if w.Excluded != "" {
		p.wrap(indent+2, "It pays nobody here: %s.", w.Excluded)
		return
	}
	p.steps(indent+2, w, base)
}

// rule says what a bonus pays, once: it stays the same for all orders of a plan version.
func (p *page) rule(indent int, bonus, rule string) {
	if key := bonus + "\n" + rule; !p.told[key] {
		p.told[key] = true
		p.wrap(indent, "%s", rule)
	}
}

// steps writes the members in turn.
func (p *page) steps(indent int, w *explain.Walk, base string) {
	rows := [][]string{}
	if len(w.Steps) > 0 {
		rows = append(rows, columns(w.Type))
	}
	for i := 0; i < len(w.Steps); {
		if folded := p.foldable(w.Steps[i:]); folded > 0 {
			rows = append(rows, []string{"… " + fold(w.Steps[i:i+folded])})
			i += folded
			continue
		}
		rows = append(rows, p.row(w, &w.Steps[i], base)...)
		i++
	}
	right := "lr"
	if w.Type == "differential" {
		right = "lrlllrr"
	}
	p.table(indent, right, rows)
	if w.Folded {
		return
	}
	p.line(indent, "%s", p.ending(w))
	if w.Unmet != "" {
		p.line(indent, "%s gets nothing by this bonus: %s.", p.Partner.ID, w.Unmet)
	}
}

// columns are the headings of a walk's table. The first column marks the asked partner.
func columns(bonus string) []string {
	switch bonus {
	case "differential":
		return []string{"", "step", "member", "rank", "active", "own", "paid below", "gets"}
	case "generation":
		return []string{"", "gen.", "member", "rank", "active", "gets"}
	case "retail":
		return []string{"", "", "member", "rank", "active", "gets"}
	default:
		return []string{"", "level", "member", "rank", "active", "gets"}
	}
}

// row writes a step, and below it what is withheld.
func (p *page) row(w *explain.Walk, s *explain.Step, base string) [][]string {
	mark := ""
	if s.Asked {
		mark = ">"
	}
	level := strconv.Itoa(s.Level)
	if w.Type == "retail" || s.Outcome == explain.NotLeader || s.Outcome == explain.GroupLeader {
		level = ""
	}
	row := []string{mark, level, person(s.Person), s.Rank, yes(s.Active)}
	if w.Type == "differential" {
		row = append(row, percent(*s.OwnPercent), percent(*s.PaidBelow))
	}
	rows := [][]string{append(row, p.result(s, base))}
	if s.Reserve != nil {
		below := make([]string, len(row))
		rows = append(rows, append(below, "withheld: "+p.calculation(s.Reserve, p.amount(s.Earning.Amount))))
	}
	return rows
}

// result says what a step gave.
func (p *page) result(s *explain.Step, base string) string {
	switch s.Outcome {
	case explain.Paid:
		return p.paid(s, base)
	case explain.LevelUsed:
		return fmt.Sprintf("nothing, and uses up level %d: %s", s.Level, s.Why)
	case explain.PassedOver:
		return fmt.Sprintf("passed over, level %d goes on: %s", s.Level, s.Why)
	case explain.GenerationUsed:
		return fmt.Sprintf("nothing, and uses up generation %d: %s", s.Level, s.Why)
	case explain.GenerationKept:
		return fmt.Sprintf("passed over, generation %d goes on: %s", s.Level, s.Why)
	default:
		return "nothing: " + s.Why
	}
}

// paid writes the calculation of a step, and for a differential where its percentage comes from.
func (p *page) paid(s *explain.Step, base string) string {
	from := ""
	switch {
	case s.SameRankEntry > 0:
		from = fmt.Sprintf("same rank, entry %d: ", s.SameRankEntry)
	case s.OwnPercent != nil && s.PaidBelow.Sign() > 0:
		from = fmt.Sprintf("%s − %s = %s: ", percent(*s.OwnPercent), percent(*s.PaidBelow), percent(s.Earning.Percent))
	}
	text := from + p.calculation(s.Earning, base)
	if s.Earning.Amount.Sign() == 0 {
		text += ", which makes no line"
	}
	return text
}

// foldAtLeast is how many members in a row must change nothing to be folded.
const foldAtLeast = 4

// foldable counts the members at the beginning who change nothing and can be folded.
func (p *page) foldable(steps []explain.Step) int {
	if p.all {
		return 0
	}
	n := 0
	for n < len(steps) && !steps[n].Asked && changesNothing(steps[n].Outcome) {
		n++
	}
	if n < foldAtLeast {
		return 0
	}
	return n
}

func changesNothing(o explain.Outcome) bool {
	switch o {
	case explain.Paid, explain.LevelUsed, explain.GenerationUsed, explain.GroupLeader:
		return false
	default:
		return true
	}
}

// fold sums up members who change nothing: 14 members not paid: 12 not active, 2 suspended.
func fold(steps []explain.Step) string {
	var order []string
	count := map[string]int{}
	for i := range steps {
		why := foldedReason(&steps[i])
		if count[why] == 0 {
			order = append(order, why)
		}
		count[why]++
	}
	for i, why := range order {
		order[i] = fmt.Sprintf("%d %s", count[why], why)
	}
	return fmt.Sprintf("%d members not paid: %s", len(steps), strings.Join(order, ", "))
}

// foldedReason says in few words why a step was not paid.
func foldedReason(s *explain.Step) string {
	switch {
	case s.Outcome == explain.NotLeader:
		return "no leaders"
	case s.Refusal == explain.NotOpen:
		return s.Status
	case s.Refusal == explain.NotActive:
		return "not active"
	case s.Refusal == explain.BelowMinRank:
		return "below the rank asked"
	case s.Outcome == explain.NoPercentage:
		return "of a rank with 0 %"
	case s.Outcome == explain.PassedOver:
		return "not deep enough"
	default:
		return "whose percentage is paid already"
	}
}

// ending says why a walk ended.
func (p *page) ending(w *explain.Walk) string {
	switch w.End {
	case explain.EndCredited:
		return "Nobody else is paid by this bonus."
	case explain.EndLevels:
		return "The walk ends: the last level is used up."
	case explain.EndGenerations:
		return "The walk ends: the last generation is used up."
	case explain.EndStopAtRank:
		return fmt.Sprintf("The walk ends after %s, eligible and of rank %s (stop_at_rank).", w.Steps[len(w.Steps)-1].ID, w.Steps[len(w.Steps)-1].Rank)
	case explain.EndRoot:
		return "The walk ends: there is nobody above."
	default:
		return "There is no walk."
	}
}
