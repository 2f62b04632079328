package main

import (
	"sync"

	"upline/commission"
)

// loop is the yardstick: differential and seven-level unilevel with compression, written by hand for just this plan. It
// is given what the engine has to find out: everyone's sponsor on the day, rank and activity. It knows no status, no
// other conditions, no statements, no reversal, and keeps no order of lines. From such facts nothing can be much faster;
// the question is what it costs to be general.
type loop struct {
	sponsor  []int32 // by partner, as the next two; -1 for a root
	percent  []int64 // of the differential
	eligible []bool
	levels   []int64
	orders   []loopOrder

	layout // made from these by lay
}

type loopOrder struct {
	seller int32 // a partner; a node once laid out
	cv     int64
}

// layout is everything in preorder.
type layout struct {
	parent   []int32
	partner  []int32
	percents []int64
	eligibly []bool
	bySeller []loopOrder
}

type loopLine struct {
	partner, level  int32
	percent, amount int64
}

// newLoop takes sponsors, ranks and orders from the facts, with the ranks that the engine finds.
func newLoop(f *commission.Facts) (*loop, error) {
	run, err := commission.Settle(f, commission.NewHistory(f, settled), settled, 1)
	if err != nil {
		return nil, err
	}
	plan := f.Plans[0]
	steps := plan.Bonuses[0].Rule.(*commission.Differential)
	l := &loop{}
	for _, percent := range plan.Bonuses[1].Rule.(*commission.Unilevel).Levels {
		l.levels = append(l.levels, int64(percent))
	}
	for p := range commission.PartnerNo(len(f.Partners)) {
		sponsor, ok := f.Sponsors.At(p, settled.End())
		if !ok {
			sponsor = commission.NoPartner
		}
		standing, _ := run.Standing(p)
		l.sponsor = append(l.sponsor, int32(sponsor))
		l.eligible = append(l.eligible, standing.Active)
		l.percent = append(l.percent, int64(steps.Percent[standing.PaidAs]))
	}
	for _, o := range f.Orders {
		if o.PaidOn <= settled.End() {
			l.orders = append(l.orders, loopOrder{int32(o.Partner), int64(o.CV)})
		}
	}
	return l, nil
}

// lay lays everything out in preorder, the orders by their sellers.
func (l *loop) lay() {
	n := len(l.sponsor)
	child, sibling, node := make([]int32, n), make([]int32, n), make([]int32, n)
	for p := range n {
		child[p] = -1
	}
	roots := int32(-1)
	for p := n - 1; p >= 0; p-- {
		if s := l.sponsor[p]; s >= 0 {
			sibling[p], child[s] = child[s], int32(p)
		} else {
			sibling[p], roots = roots, int32(p)
		}
	}
	l.layout = layout{make([]int32, n), make([]int32, n), make([]int64, n), make([]bool, n), make([]loopOrder, len(l.orders))}
	stack := []int32{roots}
	for v := int32(0); len(stack) > 0; v++ {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		node[p], l.partner[v], l.parent[v] = v, p, -1
		if s := l.sponsor[p]; s >= 0 {
			l.parent[v] = node[s]
		}
		l.percents[v], l.eligibly[v] = l.percent[p], l.eligible[p]
		if sibling[p] >= 0 {
			stack = append(stack, sibling[p])
		}
		if child[p] >= 0 {
			stack = append(stack, child[p])
		}
	}
	first := make([]int32, n+1)
	for _, o := range l.orders {
		first[node[o.seller]+1]++
	}
	for v := range n {
		first[v+1] += first[v]
	}
	for _, o := range l.orders {
		v := node[o.seller]
		l.bySeller[first[v]] = loopOrder{v, o.cv}
		first[v]++
	}
}

// run pays all orders on so many workers, and returns the number of lines.
func (l *loop) run(workers int) int {
	counts := make([]int, workers)
	var done sync.WaitGroup
	for w := range workers {
		done.Go(func() {
			part := l.bySeller[len(l.bySeller)*w/workers : len(l.bySeller)*(w+1)/workers]
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
			if percent := l.percents[u]; l.eligibly[u] && percent > paid {
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
			if l.eligibly[u] {
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
