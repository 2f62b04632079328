package main

import (
	"sync"

	"upline/commission"
)

// loop is the yardstick: differential and seven-level unilevel with compression, written by hand for just this plan,
// on arrays that are laid out for it beforehand. It knows no ranks that must be found, no status, no statements, no
// reversal, and sorts nothing. An engine cannot be faster; the question is how much it costs to be general.
type loop struct {
	parent   []int32 // in preorder
	partner  []int32
	percent  []int64 // of the differential, by node
	eligible []bool
	levels   []int64
	orders   []loopOrder // by the seller's node
}

type loopOrder struct {
	seller int32
	cv     int64
}

type loopLine struct {
	partner, level  int32
	percent, amount int64
}

// newLoop lays the arrays out, with the ranks that the engine finds.
func newLoop(f *commission.Facts) *loop {
	run, err := commission.Settle(f, commission.NewHistory(f, settled), settled, 1)
	if err != nil {
		panic(err) // it has just been settled
	}
	plan := f.Plans[0]
	steps := plan.Bonuses[0].Rule.(*commission.Differential)
	l := &loop{}
	for _, percent := range plan.Bonuses[1].Rule.(*commission.Unilevel).Levels {
		l.levels = append(l.levels, int64(percent))
	}
	n := len(f.Partners)
	children := make([][]int32, n+1)
	for p := n - 1; p >= 0; p-- {
		sponsor, ok := f.Sponsors.At(commission.PartnerNo(p), settled.End())
		if !ok || sponsor == commission.NoPartner {
			sponsor = commission.PartnerNo(n)
		}
		children[sponsor] = append(children[sponsor], int32(p))
	}
	node := make([]int32, n+1)
	node[n] = -1
	type visit struct{ partner, parent int32 }
	stack := []visit{}
	for _, p := range children[n] {
		stack = append(stack, visit{p, -1})
	}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		own := int32(len(l.parent))
		node[v.partner] = own
		l.parent, l.partner = append(l.parent, v.parent), append(l.partner, v.partner)
		standing, _ := run.Standing(commission.PartnerNo(v.partner))
		l.eligible = append(l.eligible, standing.Active)
		l.percent = append(l.percent, int64(steps.Percent[standing.PaidAs]))
		for _, child := range children[v.partner] {
			stack = append(stack, visit{child, own})
		}
	}
	bySeller := make([][]int64, n)
	for _, o := range f.Orders {
		if o.PaidOn <= settled.End() {
			bySeller[node[o.Partner]] = append(bySeller[node[o.Partner]], int64(o.CV))
		}
	}
	for v, cvs := range bySeller {
		for _, cv := range cvs {
			l.orders = append(l.orders, loopOrder{int32(v), cv})
		}
	}
	return l
}

// run pays all orders on so many workers, and returns the number of lines.
func (l *loop) run(workers int) int {
	counts := make([]int, workers)
	var done sync.WaitGroup
	for w := range workers {
		done.Go(func() {
			part := l.orders[len(l.orders)*w/workers : len(l.orders)*(w+1)/workers]
			counts[w] = len(l.pay(part))
		})
	}
	done.Wait()
	sum := 0
	for _, count := range counts {
		sum += count
	}
	return sum
}

func (l *loop) pay(orders []loopOrder) []loopLine {
	lines := make([]loopLine, 0, 11*len(orders))
	for _, o := range orders {
		paid := int64(0)
		for u, level := o.seller, int32(0); u >= 0; u, level = l.parent[u], level+1 {
			if percent := l.percent[u]; l.eligible[u] && percent > paid {
				if amount := amountOf(o.cv, percent-paid); amount != 0 {
					lines = append(lines, loopLine{l.partner[u], level, percent - paid, amount})
				}
				paid = percent
				if paid == 20_000_000 { // the highest step of the plan
					break
				}
			}
		}
		level := 0
		for u := l.parent[o.seller]; u >= 0 && level < len(l.levels); u = l.parent[u] {
			if l.eligible[u] {
				if amount := amountOf(o.cv, l.levels[level]); amount != 0 {
					lines = append(lines, loopLine{l.partner[u], int32(level + 1), l.levels[level], amount})
				}
				level++
			}
		}
	}
	return lines
}

// amountOf is cv × percent in cents, halves up; the figures of this plan fit in 64 bits.
func amountOf(cv, percent int64) int64 { return (cv*percent + 5_000_000_000) / 10_000_000_000 }
