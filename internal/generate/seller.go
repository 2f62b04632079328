package generate

import (
	"math/bits"

	"upline/internal/period"
)

// Kinds of orders. The plans pay customer orders and starter kits in ways of their own.
const (
	own      = "own"
	customer = "customer"
	starter  = "starter"
)

// Of 16 orders, one is the starter kit of someone new, two go to the large shops and two to those who recruit; the rest
// are the standing orders of partners who order once a period.
const (
	orderMix       = 16
	newcomersShare = 1
	shopsShare     = 2
	recruitShare   = 2

	newcomerDays     = 14  // after joining
	customerPerMille = 300 // of the standing orders
)

// sellers say whom an order is credited to. Days must not run backwards.
type sellers struct {
	company  *company
	dice     dice
	scatter  scatter
	joined   int // the number of partners who have joined by the day
	newcomer int // the next one to order a starter kit
	standing int // the next place in the round of standing orders
}

func newSellers(c *company) *sellers {
	return &sellers{company: c, dice: newDice(c.options.Seed, selling), scatter: newScatter(c.options.Partners)}
}

// beginRound starts the round of standing orders anew. It passes the partners in the same order each period, so that
// who orders once orders every period, at about the same time.
func (s *sellers) beginRound() { s.standing = 0 }

// pick draws the credited partner and the kind of an order placed on the day.
func (s *sellers) pick(day period.Day) (seller int, kind string) {
	s.arrive(day)
	switch drawn := s.dice.below(orderMix); {
	case drawn < newcomersShare:
		seller, kind = s.nextNewcomer(), starter
	case drawn < newcomersShare+shopsShare:
		seller, kind = s.shop(), customer
	case drawn < newcomersShare+shopsShare+recruitShare:
		seller, kind = s.recruiter(), own
	default:
		return s.nextStanding(day)
	}
	if !s.sells(seller, day) {
		return s.nextStanding(day)
	}
	return seller, kind
}

// arrive lets in who has joined by the day, and gives up on those who did not order for two weeks after joining.
func (s *sellers) arrive(day period.Day) {
	joined := s.company.network.joined
	for s.joined < len(joined) && joined[s.joined] <= day {
		s.joined++
	}
	for s.newcomer < s.joined && joined[s.newcomer]+newcomerDays <= day {
		s.newcomer++
	}
}

// sells tells whether the partner has joined and not left.
func (s *sellers) sells(partner int, day period.Day) bool {
	return partner < s.joined && s.company.left[partner] > day
}

// nextNewcomer goes on to the next one who has not ordered yet; without one, to someone who has not joined.
func (s *sellers) nextNewcomer() int {
	next := s.newcomer
	s.newcomer = min(next+1, s.joined)
	return next
}

// shop draws one of all partners, the k-th of them with a chance of about 1/k: few sell a lot. Doubling ranges of k are
// drawn with the same chance each.
func (s *sellers) shop() int {
	n := s.company.options.Partners
	low := 1 << s.dice.below(bits.Len(uint(n)))
	return s.scatter.at(min(low+s.dice.below(low), n) - 1)
}

// recruiter draws the sponsor of someone who has joined: the more recruits, the more orders. Who stands directly below
// a root orders in person.
func (s *sellers) recruiter() int {
	drawn := s.dice.below(s.joined)
	sponsor := s.company.network.sponsor[drawn]
	if sponsor == none || s.company.network.sponsor[sponsor] == none {
		return drawn
	}
	return int(sponsor)
}

// nextStanding goes on in the round to the next partner who is there. The first one always is.
func (s *sellers) nextStanding(day period.Day) (seller int, kind string) {
	kind = own
	if s.dice.chance(customerPerMille) {
		kind = customer
	}
	for {
		seller = s.scatter.at(s.standing)
		s.standing = (s.standing + 1) % s.company.options.Partners
		if s.sells(seller, day) {
			return seller, kind
		}
	}
}
