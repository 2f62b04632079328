package explain

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/period"
)

// Item is an order as the facts have it.
type Item struct {
	ID       string          `json:"order"`
	Kind     string          `json:"kind"`
	Credited Person          `json:"credited_to"`
	PlacedOn string          `json:"placed_on"`
	PaidOn   string          `json:"paid_on"`
	Points   decimal.Decimal `json:"points"`
	CV       decimal.Decimal `json:"cv"`
	Settled  string          `json:"settled_in"` // the period whose run first settled it

	Cancelled []Cancellation  `json:"cancelled_before"` // before or in that run: this part never earned
	Entered   decimal.Decimal `json:"entered_share"`    // what they left
	EnteredCV decimal.Decimal `json:"entered_cv"`

	Conditions Conditions   `json:"conditions"`
	Withheld   *Withholding `json:"reserve,omitempty"`
}

// Cancellation takes back a share of a whole order.
type Cancellation struct {
	ID    string          `json:"cancellation"`
	On    string          `json:"cancelled_on"`
	Share decimal.Decimal `json:"share"`
}

// Conditions are what the bonuses of an order look at (plan-language §4).
type Conditions struct {
	Period   string  `json:"period"`   // of the day on which the order was placed
	Day      string  `json:"day"`      // its last day: the trees are as on it
	Late     bool    `json:"late"`     // the period is before that of the run which first settled the order
	Recorded bool    `json:"recorded"` // a run recorded rank and activity; else careers.csv and status.csv tell them
	Plan     Version `json:"plan"`     // in force on the day on which the order was placed
}

// Withholding is the reserve for an order.
type Withholding struct {
	Percent decimal.Decimal `json:"percent"`
	Months  int             `json:"months"`
	Until   string          `json:"until"`    // the day on which it is due back
	DueBack string          `json:"due_back"` // the period whose run gives back what is then still held
}

// planOf returns the version in force when an order was placed.
func (e *Explainer) planOf(order commission.OrderNo) *commission.Plan {
	return e.facts.InForce(e.facts.Orders[order].PlacedOn)
}

// conditionsOf returns the conditions of an order.
func (e *Explainer) conditionsOf(order commission.OrderNo) conditions {
	return e.conditions(period.Of(e.facts.Orders[order].PlacedOn))
}

// reserveOf returns the reserve that is withheld of an order's earnings; nil when its time was over in the run that
// first settled the order, or the plan has none (plan-language §7).
func (e *Explainer) reserveOf(order commission.OrderNo) *commission.Reserve {
	reserve := e.planOf(order).Reserve
	if reserve == nil || e.facts.Orders[order].PlacedOn.AddMonths(reserve.Months) <= e.settledIn(order).End() {
		return nil
	}
	return reserve
}

// paymentOf returns what the steps of an order's walks are paid from.
func (e *Explainer) paymentOf(order commission.OrderNo) payment {
	return payment{e.planOf(order).Money, e.enteredCV(order), e.reserveOf(order)}
}

// excluded says why a bonus pays nobody for an order; nothing when it may.
func (e *Explainer) excluded(b *commission.Bonus, no commission.OrderNo) string {
	order := &e.facts.Orders[no]
	if b.Only == nil {
		return ""
	}
	if kind := e.facts.Kinds[order.Kind]; len(b.Only.Kinds) > 0 && !slices.Contains(b.Only.Kinds, kind) {
		return fmt.Sprintf("the order is of kind %s, and the bonus is only for %s", kind, list(b.Only.Kinds, "or"))
	}
	joined := e.facts.Partners[order.Partner].Joined
	if days := int(order.PlacedOn - joined); b.Only.FirstDays != nil && days >= *b.Only.FirstDays {
		return fmt.Sprintf("the order was placed %d days after %s joined (%s), and the bonus is only for orders placed fewer than %d days after",
			days, e.facts.Partners[order.Partner].ID, joined, *b.Only.FirstDays)
	}
	return ""
}

// bonusesOf returns the order bonuses of the version in force when an order was placed.
func (e *Explainer) bonusesOf(order commission.OrderNo) []*commission.Bonus {
	plan := e.planOf(order)
	var bonuses []*commission.Bonus
	for i := range plan.Bonuses {
		if plan.Bonuses[i].IsOrderBonus() {
			bonuses = append(bonuses, &plan.Bonuses[i])
		}
	}
	return bonuses
}

func (e *Explainer) item(no commission.OrderNo) Item {
	order := &e.facts.Orders[no]
	settled := e.settledIn(no)
	c := e.conditionsOf(no)
	item := Item{
		ID: order.ID, Kind: e.facts.Kinds[order.Kind], Credited: e.person(order.Partner),
		PlacedOn: order.PlacedOn.String(), PaidOn: order.PaidOn.String(),
		Points: valueOf(order.Points), CV: valueOf(order.CV), Settled: settled.String(),
		Cancelled: []Cancellation{}, Entered: shareOf(e.entered(no)), EnteredCV: e.enteredCV(no),
		Conditions: Conditions{
			Period: c.period.String(), Day: c.period.End().String(), Late: c.period < settled, Recorded: c.recorded(),
			Plan: versionOf(e.planOf(no)),
		},
	}
	for _, cancellation := range e.cancellationsOf(no) {
		if e.handledIn(cancellation) == settled {
			item.Cancelled = append(item.Cancelled, cancellationOf(cancellation))
		}
	}
	if reserve := e.reserveOf(no); reserve != nil {
		until := order.PlacedOn.AddMonths(reserve.Months)
		item.Withheld = &Withholding{percentOf(reserve.Percent), reserve.Months, until.String(), period.Of(until).String()}
	}
	return item
}

func cancellationOf(c *commission.Cancellation) Cancellation {
	return Cancellation{c.ID, c.On.String(), shareOf(c.Share)}
}
