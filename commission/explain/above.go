package explain

import "slices"

// CutAbove leaves out of every walk whoever stands above the asked partner: so that who may see just that one's explanation learns of
// nobody above, nor what they got. What the partner got comes from the steps below. A walk that does not reach the partner keeps why
// it does not, and no steps.
func (x *Explanation) CutAbove() {
	for i := range x.Orders {
		for j := range x.Orders[i].Walks {
			w := &x.Orders[i].Walks[j]
			asked := slices.IndexFunc(w.Steps, func(s Step) bool { return s.Asked })
			if asked+1 < len(w.Steps) {
				w.Steps, w.End = slices.Clip(w.Steps[:asked+1]), ""
			}
		}
	}
}
