package explain

import (
	"fmt"
	"strings"

	"upline/commission"
	"upline/internal/money"
)

// rule says in words what a bonus pays, and to whom (plan-language §6).
func (e *Explainer) rule(b *commission.Bonus) string {
	words := e.gives(b)
	if _, ok := b.Rule.(*commission.RankAdvance); !ok {
		words += ". " + e.eligibility(b)
	}
	if only := e.only(b.Only); only != "" {
		words += ". Only for orders " + only
	}
	return words + "."
}

// gives says what a bonus pays, and to whom.
func (e *Explainer) gives(b *commission.Bonus) string {
	switch rule := b.Rule.(type) {
	case *commission.Retail:
		return "The credited partner gets a percentage of the commissionable value: " + e.byRank(percents(rule.Percent))
	case *commission.Unilevel:
		return fmt.Sprintf("Up the %s tree, from the parent of the credited partner on: %s", e.treeName(rule.Tree),
			e.byLevel(rule.Levels, rule.Depth, rule.Compression))
	case *commission.Matching:
		return fmt.Sprintf("Up the sponsor tree, from the sponsor of each partner on, a part of what that partner earned by %s in this run: %s",
			list(rule.Of, "and"), e.byLevel(rule.Levels, rule.Depth, rule.Compression))
	case *commission.Differential:
		return e.differentialWords(rule)
	case *commission.Generation:
		return e.generationWords(rule)
	case *commission.Binary:
		return e.binaryWords(rule)
	case *commission.Pool:
		return fmt.Sprintf("%s %% of the company's commissionable value of the period is shared. Shares by rank: %s",
			rule.Percent, e.byRank(texts(rule.Shares)))
	case *commission.RankAdvance:
		return "Once for each rank above the highest career rank ever held before: " + e.advanceWords(rule)
	case *commission.Fixed:
		return "An amount each period, by rank: " + e.byRank(texts(rule.Amounts))
	default:
		panic("explain: no words for " + rule.Type())
	}
}

// byLevel says what levels pay, and who uses them up.
func (e *Explainer) byLevel(levels []money.Percent, depth []int, kind commission.Compression) string {
	words := make([]string, len(levels))
	for i, percent := range levels {
		words[i] = fmt.Sprintf("level %d: %s %%", i+1, percent)
	}
	text := strings.Join(words, ", ")
	if depth != nil {
		text += ". Paid down to a depth by rank: " + e.byRank(texts(depth))
	}
	switch kind {
	case commission.CompressInactive:
		return text + ". Who is not eligible is passed over; who is, but not deep enough, uses the level up (compression: inactive)"
	case commission.CompressUnqualified:
		return text + ". Who is not eligible or not deep enough is passed over (compression: unqualified)"
	default:
		return text + ". Everyone uses up a level, paid or not (compression: none)"
	}
}

func (e *Explainer) differentialWords(rule *commission.Differential) string {
	text := "Up the sponsor tree, from the credited partner on, each gets the difference between the percentage of the own rank and the highest one paid below: " +
		e.byRank(percents(rule.Percent))
	if len(rule.SameRank) > 0 {
		text += fmt.Sprintf(". Who has just that percentage too gets the next of: %s (same_rank), which begins anew with each rise",
			strings.Join(percents(rule.SameRank), ", "))
	}
	if rule.StopAt != commission.NoRank {
		text += fmt.Sprintf(". The walk ends after an eligible %s or higher (stop_at_rank)", e.rankID(rule.StopAt))
	}
	return text
}

func (e *Explainer) generationWords(rule *commission.Generation) string {
	words := make([]string, len(rule.Percents))
	for i, percent := range rule.Percents {
		words[i] = fmt.Sprintf("generation %d: %s %%", i+1, percent)
	}
	text := fmt.Sprintf("Up the sponsor tree, from the credited partner on, leaders are paid, who are of rank %s or higher. The first one leads the group and gets nothing; then: %s",
		e.rankID(rule.Rank), strings.Join(words, ", "))
	if rule.Compression == commission.CompressInactive {
		return text + ". A leader who is not eligible is passed over (compression: inactive)"
	}
	return text + ". A leader who is not eligible uses up a generation (compression: none)"
}

func (e *Explainer) binaryWords(rule *commission.Binary) string {
	volume := "points"
	if rule.Volume == commission.CV {
		volume = "commissionable value"
	}
	text := fmt.Sprintf("%s %% of what the weaker leg in tree %s has, in %s, carried ones included", rule.Percent, e.treeName(rule.Tree), volume)
	if rule.Cap != nil {
		text += fmt.Sprintf(", at most %s (cap)", rule.Cap)
	}
	text += ". What is not matched is carried on"
	if rule.CarryMax != nil {
		text += fmt.Sprintf(", at most %s a leg (carry: max)", rule.CarryMax)
	}
	if rule.FlushInactive {
		return text + "; nothing is when the partner is not eligible (flush_inactive)"
	}
	return text + "; all of it when the partner is not eligible"
}

func (e *Explainer) advanceWords(rule *commission.RankAdvance) string {
	var words []string
	for rank, amount := range rule.Amounts {
		if amount != nil {
			words = append(words, fmt.Sprintf("%s %s", e.plan.Ranks[rank].ID, amount))
		}
	}
	return strings.Join(words, ", ")
}

// eligibility says who is paid.
func (e *Explainer) eligibility(b *commission.Bonus) string {
	asks := []string{"of status active"}
	if b.NeedsActive {
		asks = []string{"active"}
	}
	if b.MinRank > 0 {
		asks = append(asks, fmt.Sprintf("of rank %s or higher", e.rankID(b.MinRank)))
	}
	return "Eligible is who is " + list(asks, "and")
}

// only says to which orders a bonus is limited; nothing when it is not.
func (e *Explainer) only(only *commission.Only) string {
	if only == nil {
		return ""
	}
	var words []string
	if len(only.Kinds) > 0 {
		words = append(words, "of kind "+list(only.Kinds, "or"))
	}
	if only.FirstDays != nil {
		words = append(words, fmt.Sprintf("placed fewer than %d days after the credited partner joined", *only.FirstDays))
	}
	return list(words, "and")
}

// byRank writes a table by rank as the steps in which it rises or falls.
func (e *Explainer) byRank(values []string) string {
	var steps []string
	for rank, value := range values {
		if rank == 0 || value != values[rank-1] {
			steps = append(steps, fmt.Sprintf("%s %s", e.plan.Ranks[rank].ID, value))
		}
	}
	if len(steps) == 1 {
		return values[0]
	}
	return strings.Join(steps, ", ")
}

func percents(values []money.Percent) []string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = value.String() + " %"
	}
	return words
}

func texts[T any](values []T) []string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = fmt.Sprint(value)
	}
	return words
}

// list writes words in a row: a, b and c.
func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	end := len(words) - 1
	return strings.Join(words[:end], ", ") + " " + last + " " + words[end]
}
