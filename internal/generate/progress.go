package generate

// progressEach is the number of rows from one report to the next.
const progressEach = 10_000

// progress counts the rows of partners.csv and orders.csv, nearly all there are.
type progress struct {
	report      func(done, total int) // nil: nobody wants to know
	done, total int
}

func (p *progress) row() {
	p.done++
	if p.report != nil && (p.done%progressEach == 0 || p.done == p.total) {
		p.report(p.done, p.total)
	}
}
