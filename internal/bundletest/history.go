package bundletest

import "pgregory.net/rapid"

// history is under whom a member stood, as drawn: a chain of stays.
type history struct {
	// lead is how many days after joining the first stay begins; the days before joining do not count.
	lead int
	// bygone puts a row before the first stay that ends that many days before joining, and so counts nowhere; -1 for none.
	bygone int
	stays  []stay
}

// stay is one interval of a history.
type stay struct {
	lapse
	// root stands under nobody; otherwise word means the parent, among those who joined earlier, or anyone.
	root, anyone bool
	word         uint64
	slot         uint64 // a word, too
}

func drawHistory(t *rapid.T) history {
	if chance(t, 5) {
		// All of it ends by joining: it lists the member, and no more.
		return history{lead: -30 - below(t, 30), bygone: -1, stays: []stay{{lapse: lapse{length: between(t, 1, 30)}}}}
	}
	return history{
		lead:   pick(t, 0, 0, 0, 0, 0, below(t, 60), -1-below(t, 40)),
		bygone: pick(t, -1, -1, -1, -1, -1, -1, -1, 0, below(t, 30)),
		stays: several(t, 1, pick(t, 1, 1, 1, 4), func(t *rapid.T) stay {
			return stay{
				lapse: lapse{
					gap:    pick(t, 0, 0, 0, below(t, 40)),
					length: pick(t, 0, 0, 0, 0, below(t, 20)+1, below(t, 90)+1, below(t, 200)+1),
				},
				root:   chance(t, 6),
				anyone: chance(t, 35),
				word:   words.Draw(t, "parent"),
				slot:   words.Draw(t, "slot"),
			}
		}),
	}
}

// rows gives each stay its days.
func (h history) rows(joined day) []interval { return inTurn(joined+day(h.lead), h.stays) }

// bygoneRow is the row that counts nowhere. It may overlap others, and name who joins later.
func (h history) bygoneRow(joined day) (interval, bool) {
	if h.bygone < 0 || len(h.stays) == 0 {
		return interval{}, false
	}
	to := joined - day(h.bygone)
	return interval{to - 1 - day(scaled(h.stays[0].word, 60)), to}, true
}
