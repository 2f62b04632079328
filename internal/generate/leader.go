package generate

// A leader recruits far more than those who grow by themselves.
type leader struct {
	partner int32 // none until chosen
	from    int   // the number of partners when the leader is chosen
	open    int   // recruits still to come
}

// leaders are a ladder: one recruits a tenth of the network (100,000 at most), the next a third of that, and so on. A
// network of two million has two such ladders, and so on.
type leaders struct {
	planned []leader // by from
	chosen  int      // so many of them
	open    int      // the sum of all
	known   map[int32]bool
}

const (
	recruitsMax = 100_000
	newestCount = 6         // partners of whom the deepest is chosen
	ladderMax   = 5         // leaders of one ladder
	laddersMax  = 20        // for a network of 20 million and more
	leadFrom    = 50        // partners; below there is nobody to lead
	ladderEach  = 1_000_000 // partners
)

func newLeaders(n int) *leaders {
	l := &leaders{known: map[int32]bool{}}
	if n < leadFrom {
		return l
	}
	count := ladderMax * max(1, min(n/ladderEach, laddersMax))
	for k := range count {
		open := min(n/10, recruitsMax)
		for range k % ladderMax {
			open /= 3
		}
		l.planned = append(l.planned, leader{none, n/20 + n/10*k/count, open})
		l.open += open
	}
	return l
}

// choose makes a leader of the deepest of the newest partners when the time has come: below a leader close to the root
// most of the network would be shallow.
func (l *leaders) choose(net *network, i int) {
	for ; l.chosen < len(l.planned) && l.planned[l.chosen].from == i; l.chosen++ {
		deepest, depth := none, -1
		for partner := int32(max(0, i-newestCount)); partner < int32(i); partner++ {
			if d := net.depth(partner); d > depth {
				deepest, depth = partner, d
			}
		}
		l.planned[l.chosen].partner = deepest
		l.known[deepest] = true
	}
}

// recruiting says which leader recruits partner i of n, if one does, once all are chosen. Every open place goes to any
// of the partners still to come with the same chance, so all are taken in the end.
func (l *leaders) recruiting(i, n int, d dice) (leader int32, ok bool) {
	if l.chosen < len(l.planned) || l.open == 0 {
		return none, false
	}
	drawn := d.below(n - i)
	if drawn >= l.open {
		return none, false
	}
	l.open--
	k := 0
	for drawn >= l.planned[k].open {
		drawn -= l.planned[k].open
		k++
	}
	l.planned[k].open--
	return l.planned[k].partner, true
}
