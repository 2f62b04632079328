package explain

import (
	"fmt"

	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/money"
)

// Walk is how a bonus went from member to member.
type Walk struct {
	Bonus    string  `json:"bonus"`
	Type     string  `json:"type"`
	Rule     string  `json:"rule"` // in words
	Tree     string  `json:"tree"`
	Source   *Source `json:"source,omitempty"`   // of a matching bonus
	Excluded string  `json:"excluded,omitempty"` // why the bonus pays nobody: there are no steps
	Steps    []Step  `json:"steps"`
	Folded   bool    `json:"folded"`          // only the asked partner's step is kept
	End      End     `json:"end,omitempty"`   // nothing when folded
	Unmet    string  `json:"unmet,omitempty"` // why no step is the asked partner's
}

// End is why a walk ended.
type End string

// Ends of a walk.
const (
	EndCredited    End = "credited_partner"  // retail pays nobody else
	EndRoot        End = "root"              // there is nobody above
	EndLevels      End = "levels_spent"      // unilevel, matching
	EndGenerations End = "generations_spent" // generation
	EndStopAtRank  End = "stop_at_rank"      // differential
	EndNotInTree   End = "not_in_tree"       // the source is not in the tree
)

// Step is one member of the upline in turn.
type Step struct {
	Person
	Asked         bool             `json:"asked"` // the partner whom the explanation is for
	Rank          string           `json:"rank"`  // paid-as, under the conditions that apply
	Status        string           `json:"status"`
	Active        bool             `json:"active"`
	Eligible      bool             `json:"eligible"`
	Refusal       Refusal          `json:"refusal,omitempty"`         // why not eligible
	Level         int              `json:"level"`                     // retail, differential: steps from the credited partner; else the level or generation at stake
	Depth         *int             `json:"depth,omitempty"`           // the deepest level that the rank is paid
	OwnPercent    *decimal.Decimal `json:"own_percent,omitempty"`     // differential
	PaidBelow     *decimal.Decimal `json:"paid_below,omitempty"`      // differential: the highest percentage paid so far
	SameRankEntry int              `json:"same_rank_entry,omitempty"` // differential: which entry of same_rank is paid, from 1
	Outcome       Outcome          `json:"outcome"`
	Why           string           `json:"why,omitempty"` // not paid
	Earning       *Calculation     `json:"earning,omitempty"`
	Reserve       *Calculation     `json:"reserve,omitempty"` // withheld of the earning, positive
}

// Outcome is what a walk did at a member.
type Outcome string

// Outcomes of a step.
const (
	Paid           Outcome = "paid"            // gets a percentage; where the amount is 0, there is no line
	LevelUsed      Outcome = "level_used"      // gets nothing, and the level is used up
	PassedOver     Outcome = "passed_over"     // gets nothing, and the level goes to the next member
	NotEligible    Outcome = "not_eligible"    // retail, differential
	NoPercentage   Outcome = "no_percentage"   // retail, differential: the rank's percentage is 0
	NoDifference   Outcome = "no_difference"   // differential: below the highest percentage paid so far
	SameRankSpent  Outcome = "same_rank_spent" // differential: equal to it, and no entry of same_rank is left
	NotLeader      Outcome = "not_leader"      // generation: below the rank of leaders
	GroupLeader    Outcome = "group_leader"    // generation: leads the group of the credited partner
	GenerationUsed Outcome = "generation_used" // generation: not eligible, and the generation is used up
	GenerationKept Outcome = "generation_kept" // generation: not eligible, and the generation goes to the next leader
)

// Calculation is how an amount came about: base × percent / 100, computed exactly and rounded once (plan-language §1).
type Calculation struct {
	Base     decimal.Decimal `json:"base"`
	Percent  decimal.Decimal `json:"percent"`
	Exact    string          `json:"exact"` // before rounding
	Rounding string          `json:"rounding"`
	Amount   Money           `json:"amount"`
}

// payment is what the steps of a walk are paid from.
type payment struct {
	rule    money.Rule
	base    decimal.Decimal
	reserve *commission.Reserve // of the earnings it withholds; nil: none
}

func (p payment) of(s *stride) Calculation { return calculate(p.rule, p.base, percentOf(s.percent)) }

// withheld returns what is withheld of an earning; nil when nothing is.
func (p payment) withheld(earning Calculation) *Calculation {
	if p.reserve == nil {
		return nil
	}
	reserve := calculate(p.rule, earning.Amount.exact, percentOf(p.reserve.Percent))
	if reserve.Amount.Sign() == 0 {
		return nil
	}
	return &reserve
}

// step tells a stride to people.
func (w *walk) step(s *stride, asked commission.PartnerNo, p payment) Step {
	step := Step{
		Person: w.person(s.partner), Asked: s.partner == asked, Rank: w.rankID(s.rank), Status: s.status.String(),
		Active: s.active, Eligible: s.refusal == eligible, Refusal: s.refusal, Level: int(s.level), Outcome: s.outcome, SameRankEntry: s.entry,
	}
	if s.depth != noDepth {
		depth := int(s.depth)
		step.Depth = &depth
	}
	if _, ok := w.bonus.Rule.(*commission.Differential); ok {
		own, below := percentOf(s.own), percentOf(s.below)
		step.OwnPercent, step.PaidBelow = &own, &below
	}
	if s.outcome != Paid {
		step.Why = w.reason(s)
		return step
	}
	earning := p.of(s)
	step.Earning = &earning
	step.Reserve = p.withheld(earning)
	return step
}

// reason says why a stride was not paid.
func (w *walk) reason(s *stride) string {
	rank := w.rankID(s.rank)
	switch s.outcome {
	case NoPercentage:
		return fmt.Sprintf("rank %s gets 0 %% here", rank)
	case NoDifference:
		return fmt.Sprintf("%s %% is less than the %s %% paid already", s.own, s.below)
	case SameRankSpent:
		if len(w.bonus.Rule.(*commission.Differential).SameRank) == 0 {
			return fmt.Sprintf("%s %% is paid already, so there is no difference", s.own)
		}
		return fmt.Sprintf("%s %% is paid already, and the entries of same_rank are spent", s.own)
	case NotLeader:
		return fmt.Sprintf("no leader: rank %s is below %s", rank, w.rankID(w.bonus.Rule.(*commission.Generation).Rank))
	case GroupLeader:
		return "the first leader: leads this group, and gets nothing of it"
	}
	if s.refusal == eligible {
		return fmt.Sprintf("level %d is deeper than rank %s is paid (depth %d)", s.level, rank, s.depth)
	}
	return w.why(w.bonus, s.partner, s.member, s.refusal)
}
