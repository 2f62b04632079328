package main

import (
	"maps"
	"slices"

	"upline/commission"
	"upline/internal/money"
)

// carried is what the runs so far leave to the next one.
type carried struct {
	balances balances
	binary   map[commission.BonusNo]*legs
	reserve  money.Volume // withheld and not yet given back
}

// balances are the closing balances that are not 0 (plan-language §8), by the reason why they stay.
type balances struct {
	negative  balance // set off against what follows
	minimum   balance // below the payout minimum
	suspended balance // of suspended partners
}

// balance sums the balances of some partners.
type balance struct {
	partners int
	amount   money.Volume
}

// legs are the left and right volumes that binary bonuses carry on, of all partners.
type legs struct {
	left, right money.Volume
}

func (b *balances) add(closing money.Volume, status commission.Status) {
	to := &b.minimum
	switch {
	case closing.Sign() < 0:
		to = &b.negative
	case status == commission.Suspended:
		to = &b.suspended
	}
	to.partners++
	to.amount = to.amount.Plus(closing)
}

// addRun follows the binary carries and the reserve through a run. Who is not in the tree keeps the carries and has
// no row, so the carries are followed by their changes.
func (c *carried) addRun(run *commission.Run, r *runSummary) {
	for _, table := range run.Binaries() {
		sum := c.binary[table.Bonus]
		if sum == nil {
			sum = &legs{}
			c.binary[table.Bonus] = sum
		}
		for p := range commission.PartnerNo(len(run.Facts().Partners)) {
			if row, ok := table.Row(p); ok {
				sum.left = sum.left.Plus(row.CarryLeft).Minus(row.CarriedLeft)
				sum.right = sum.right.Plus(row.CarryRight).Minus(row.CarriedRight)
			}
		}
	}
	c.reserve = c.reserve.Minus(r.amount(commission.KindReserve, commission.KindRelease))
}

// bonuses returns the binary bonuses with carries, sorted.
func (c *carried) bonuses() []commission.BonusNo { return slices.Sorted(maps.Keys(c.binary)) }
