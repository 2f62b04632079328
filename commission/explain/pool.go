package explain

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"upline/commission"
)

// Pool is a partner's part of a pool.
type Pool struct {
	CompanyCV   decimal.Decimal `json:"company_cv"` // of the period
	Total       Calculation     `json:"total"`
	Shares      decimal.Decimal `json:"shares"` // the partner's
	SharesOfAll decimal.Decimal `json:"shares_of_all"`
	Classes     []PoolClass     `json:"classes"`    // everyone who takes part, most shares first
	Unit        Money           `json:"unit"`       // the smallest of the currency
	LeftOver    Money           `json:"left_over"`  // when everyone has the floor
	Larger      int64           `json:"larger"`     // partners with a larger remainder
	Equal       int64           `json:"equal"`      // partners with the same remainder, the partner included
	Place       int64           `json:"place"`      // the partner's among those, by id
	ExtraUnit   bool            `json:"extra_unit"` // the partner gets one of the units left
	Amount      Money           `json:"amount"`
}

// PoolClass is everyone who takes part in a pool with the same number of shares.
type PoolClass struct {
	Shares    decimal.Decimal `json:"shares"`
	Partners  int64           `json:"partners"`
	Exact     string          `json:"exact"`     // for each: total × shares / shares of all
	Floor     Money           `json:"floor"`     // in the smallest unit
	Remainder string          `json:"remainder"` // of the smallest unit
	Asked     bool            `json:"asked"`     // the asked partner is one of them

	rest decimal.Decimal // the remainder, times the shares of all
}

// explainPool explains a part of the company's volume (plan-language §6).
func (q *inquiry) explainPool(out *PeriodBonus, b *commission.Bonus, rule *commission.Pool) {
	pool := &Pool{CompanyCV: q.companyCV(), Unit: q.amount(1), LeftOver: q.amount(0), Amount: q.amount(0), Classes: []PoolClass{}}
	pool.Total = calculate(q.plan.Money, pool.CompanyCV, percentOf(rule.Percent))
	out.Pool = pool
	members, shares := q.takePart(b, rule)
	for i, p := range members {
		pool.SharesOfAll = pool.SharesOfAll.Add(shares[i])
		if p == q.asked {
			pool.Shares = shares[i]
		}
	}
	switch {
	case pool.Total.Amount.Sign() <= 0:
		out.Why = "there is nothing to share"
		return
	case !out.Eligible:
		return
	case pool.Shares.IsZero():
		out.Why = fmt.Sprintf("rank %s has no shares", q.out.Standing.PaidAs)
		return
	}
	q.allot(pool, members, shares)
	if pool.Amount.Sign() == 0 {
		out.Why = "the part is less than the smallest unit"
	}
	q.pay(out, pool.Amount, nil)
}

// companyCV sums the commissionable value of the period over everyone.
func (q *inquiry) companyCV() decimal.Decimal {
	sum := decimal.Zero
	for no := range q.facts.Orders {
		for _, m := range q.entriesOf(commission.OrderNo(no), q.period) {
			sum = sum.Add(q.cv(m))
		}
	}
	return sum
}

// takePart lists the eligible partners with shares above 0, by id, and their shares.
func (q *inquiry) takePart(b *commission.Bonus, rule *commission.Pool) (members []commission.PartnerNo, shares []decimal.Decimal) {
	c := q.conditions(q.period)
	for p := range commission.PartnerNo(len(q.facts.Partners)) {
		if _, ok := q.run.Recorded(q.period, p); !ok {
			continue
		}
		m := c.member(p)
		if share := rule.Shares[m.rank]; share > 0 && refuse(b, m) == eligible {
			members, shares = append(members, p), append(shares, shareOf(share))
		}
	}
	return members, shares
}

// allot finds the asked partner's part: the floor of the exact one, and one of the units left over if the remainder
// is among the largest, ties to the smaller id.
func (q *inquiry) allot(pool *Pool, members []commission.PartnerNo, shares []decimal.Decimal) {
	classes := map[string]*PoolClass{}
	for i, p := range members {
		class, ok := classes[shares[i].String()]
		if !ok {
			class = q.poolClass(pool, shares[i])
			classes[shares[i].String()] = class
		}
		class.Partners++
		class.Asked = class.Asked || p == q.asked
	}
	places := int32(q.plan.Money.Scale)
	left := pool.Total.Amount
	for _, class := range classes {
		pool.Classes = append(pool.Classes, *class)
		left = left.minus(Money{class.Floor.exact.Mul(decimal.NewFromInt(class.Partners)), places})
	}
	slices.SortFunc(pool.Classes, func(a, b PoolClass) int { return b.Shares.Cmp(a.Shares) })
	pool.LeftOver = left
	own := classes[pool.Shares.String()]
	for i, p := range members {
		switch classes[shares[i].String()].rest.Cmp(own.rest) {
		case 1:
			pool.Larger++
		case 0:
			pool.Equal++
			if p <= q.asked { // partners are numbered by id
				pool.Place++
			}
		}
	}
	pool.ExtraUnit = pool.Larger+pool.Place <= left.exact.Shift(places).IntPart()
	pool.Amount = own.Floor
	if pool.ExtraUnit {
		pool.Amount = pool.Amount.plus(pool.Unit)
	}
}

// poolClass finds what a number of shares is worth.
func (q *inquiry) poolClass(pool *Pool, shares decimal.Decimal) *PoolClass {
	places := int32(q.plan.Money.Scale)
	numerator := pool.Total.Amount.exact.Mul(shares)
	floor, rest := numerator.QuoRem(pool.SharesOfAll, places) // both are positive: cut off is the floor
	rest = rest.Shift(places)
	return &PoolClass{
		Shares: shares, Exact: exactly(numerator, pool.SharesOfAll), Floor: Money{floor, places},
		Remainder: exactly(rest, pool.SharesOfAll), rest: rest,
	}
}
