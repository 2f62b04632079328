package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"upline/graph"
	"upline/internal/fault"
)

// progress tells the graph how far a job is, which says at the same time that its worker lives; and ends the job when it is
// cancelled, or somebody else has it.
type progress struct {
	store  *graph.Store
	job    *graph.Job
	cancel context.CancelCauseFunc

	mutex    sync.Mutex
	step     string
	done, of int
	news     bool
}

const (
	newsEvery = time.Second
	lifeEvery = 5 * time.Second // a sign of life, without news
)

// tell is what a Settlement calls; it may be called often, and by several.
func (p *progress) tell(step string, done, of int) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.news = p.news || step != p.step || done != p.done || of != p.of
	p.step, p.done, p.of = step, done, of
}

// follow writes news until it is stopped.
func (p *progress) follow(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var writing sync.WaitGroup
	writing.Go(func() {
		for last := time.Now(); ctx.Err() == nil; pause(ctx, newsEvery) {
			if !p.take() && time.Since(last) < lifeEvery {
				continue
			}
			last = time.Now()
			asked, err := p.write(ctx)
			switch {
			case err != nil && fault.KindOf(err) == fault.Conflict:
				p.cancel(errLost)
			case asked:
				p.cancel(errAsked)
			}
		}
	})
	return func() {
		cancel()
		writing.Wait()
	}
}

// take says whether there is news, and that it is being written.
func (p *progress) take() (news bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	news, p.news = p.news, false
	return news
}

func (p *progress) write(ctx context.Context) (asked bool, err error) {
	p.mutex.Lock()
	step, done, of := p.step, p.done, p.of
	p.mutex.Unlock()
	return p.store.ProgressJob(ctx, p.job, step, done, of)
}

func sprint(args []any) string { return fmt.Sprint(args...) }
