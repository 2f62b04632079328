package generate

import (
	"sort"

	"upline/internal/period"
)

// none stands for the sponsor of a root.
const none int32 = -1

// A network is the partners of a company, numbered from 0 as they joined.
//
// A sponsor always has a smaller number than the partners below, and so does every sponsor a partner moves to: that is
// why no move can close a cycle, and why every sponsor has joined by then.
type network struct {
	joined  []period.Day // rises with the number
	sponsor []int32      // the first sponsor, none for a root
	leaders *leaders     // nobody, but in a random network
}

// grow draws a network of n partners who join from the first day to the last one, ever more a day.
func grow(n int, shape Shape, first, last period.Day, d dice) *network {
	net := &network{joined: joining(n, first, last), sponsor: make([]int32, n), leaders: &leaders{}}
	switch shape {
	case Chain:
		for i := range n {
			net.sponsor[i] = int32(i) - 1
		}
	case Star:
		net.sponsor[0] = none
	default:
		net.recruitAll(d)
	}
	return net
}

// joining spreads n partners so that the number of those who joined grows with the square of the time.
func joining(n int, first, last period.Day) []period.Day {
	joined := make([]period.Day, n)
	days, day := int64(last-first)+1, int64(0)
	for i := range joined {
		for (day+1)*(day+1)*int64(n) <= int64(i)*days*days {
			day++
		}
		joined[i] = first + period.Day(day)
	}
	return joined
}

const (
	foundersMax = 7 // partners of the first line, each sponsored by the one before
	marketsMax  = 5 // sponsor trees, opened one after the other, from 1,000 partners on
)

// recruitAll gives everyone in a random network a sponsor.
func (net *network) recruitAll(d dice) {
	n := len(net.sponsor)
	founders := min(n/20, foundersMax)
	markets := min(1+n/1000, marketsMax)
	each := n / markets
	net.leaders = newLeaders(n)
	for i := range n {
		net.leaders.choose(net, i)
		switch {
		case i%each == 0 && i/each < markets:
			net.sponsor[i] = none
		case i <= founders:
			net.sponsor[i] = int32(i) - 1
		default:
			net.sponsor[i] = net.recruiter(i, d)
		}
	}
}

// Fitted by trial: with these a million partners stand some 20 levels deep on average, and two thirds recruit nobody.
const (
	youngest      = 5   // who know one another are the youngest fifth of the network
	anyPerMille   = 250 // draws from the whole network
	firstPerMille = 450 // draws from the youngest that go to the sponsor of the one drawn
)

// recruiter draws the sponsor of partner i: one of the leaders, else whoever sponsored someone drawn, so that who has
// recruited many recruits ever more (preferential attachment), else the one drawn. Most draws fall on the youngest of the
// network, for it is the newcomers who know newcomers: this makes the lines deep.
func (net *network) recruiter(i int, d dice) int32 {
	if leader, ok := net.leaders.recruiting(i, len(net.sponsor), d); ok {
		return leader
	}
	known, prefer := d.between(i-1-i/youngest, i-1), firstPerMille
	if d.chance(anyPerMille) {
		known, prefer = d.below(i), 1000
	}
	sponsor := net.sponsor[known]
	if sponsor == none || !d.chance(prefer) || net.leads(sponsor) {
		return int32(known)
	}
	return sponsor
}

// leads tells whether a partner is one of the leaders of a random network.
func (net *network) leads(partner int32) bool { return net.leaders.known[partner] }

// depth counts the sponsors above a partner.
func (net *network) depth(partner int32) int {
	depth := 0
	for net.sponsor[partner] != none {
		partner = net.sponsor[partner]
		depth++
	}
	return depth
}

// joinedBy counts the partners who joined on the day or before; theirs are the numbers below it.
func (net *network) joinedBy(day period.Day) int {
	return sort.Search(len(net.joined), func(i int) bool { return net.joined[i] > day })
}
