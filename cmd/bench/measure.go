package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"upline/commission"
	"upline/internal/bundle"
	"upline/internal/generate"
	"upline/internal/period"
)

var settled = func() period.Period {
	p, err := period.Parse("2026-01")
	if err != nil {
		panic(err)
	}
	return p
}()

// million measures companies of a million partners in the three shapes.
func (b *bench) million(partners int) error {
	computing := map[generate.Shape]time.Duration{}
	whole := map[generate.Shape]time.Duration{}
	for _, shape := range []generate.Shape{generate.Random, generate.Chain, generate.Star} {
		dir, err := b.generate(partners, shape)
		if err != nil {
			return err
		}
		facts, err := bundle.Read(dir, bundle.Options{})
		if err != nil {
			return err
		}
		times, lines, err := b.compute(facts)
		if err != nil {
			return err
		}
		computing[shape] = median(times)
		took, peak, err := b.settle(dir)
		if err != nil {
			return err
		}
		whole[shape] = took
		if shape == generate.Random {
			b.row(fmt.Sprintf("compute %s partners and orders: differential, unilevel, binary, matching", count(partners)),
				"1 s, 10 million lines a second", "%.2f s, %.1f million lines, %.1f million a second",
				computing[shape].Seconds(), float64(lines)/1e6, float64(lines)/1e6/computing[shape].Seconds())
			if err := b.yardstick(facts); err != nil {
				return err
			}
			b.row("the whole command, reading and writing CSV", "8 s, 1.5 GB", "%.1f s, %.2f GB", took.Seconds(), gigabytes(peak))
		} else {
			b.row(fmt.Sprintf("a %s of %s against the random tree: computing, whole command", shape, count(partners)), "at most 2 and 2",
				"%.2f and %.2f", ratio(computing[shape], computing[generate.Random]), ratio(whole[shape], whole[generate.Random]))
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// yardstick compares the two order bonuses alone with the loop written by hand, run by run in turn.
func (b *bench) yardstick(facts *commission.Facts) error {
	two := *facts.Plans[0]
	two.Bonuses = two.Bonuses[:2]
	only := *facts
	only.Plans = []*commission.Plan{&two}
	only.Cancellations = nil // the loop knows none
	l, err := newLoop(&only)
	if err != nil {
		return err
	}
	var engine, laid, paid []time.Duration
	var lines int
	for range b.runs {
		times, n, err := (&bench{runs: 1}).compute(&only)
		if err != nil {
			return err
		}
		engine, lines = append(engine, times...), n
		runtime.GC()
		start := time.Now()
		l.lay()
		between := time.Now()
		byHand := l.run(runtime.NumCPU())
		laid, paid = append(laid, time.Since(start)), append(paid, time.Since(between))
		if byHand != lines {
			return fmt.Errorf("the loop made %d lines, the engine %d", byHand, lines)
		}
	}
	b.row("differential and unilevel alone, against a loop written by hand for just them", "at most 2 times the loop",
		"%.2f s against %.2f s, %.1f times; of these %.2f s the loop lays its arrays out for %.2f s; %.1f million lines",
		median(engine).Seconds(), median(laid).Seconds(), ratio(median(engine), median(laid)),
		median(laid).Seconds(), (median(laid) - median(paid)).Seconds(), float64(lines)/1e6)
	return nil
}

// compute times the engine alone: facts are in memory, a run comes out.
func (b *bench) compute(f *commission.Facts) (times []time.Duration, lines int, err error) {
	for range b.runs {
		runtime.GC()
		start := time.Now()
		run, err := commission.Settle(f, commission.NewHistory(f, settled), settled, runtime.NumCPU())
		if err != nil {
			return nil, 0, err
		}
		times = append(times, time.Since(start))
		lines = 0
		for _, total := range run.Totals() {
			lines += total.Lines
		}
	}
	return times, lines, nil
}

// settle times the whole command, and returns its largest memory in bytes.
func (b *bench) settle(dir string) (time.Duration, int64, error) {
	debug.FreeOSMemory()
	out := filepath.Join(b.scratch, "out")
	var times []time.Duration
	peak := int64(0)
	for range max(1, b.runs/2) {
		command := exec.Command(b.command, "settle", "--data", dir, "--from", settled.String(), "--through", settled.String(), "--out", out)
		command.Stderr = os.Stderr
		start := time.Now()
		if err := command.Run(); err != nil {
			return 0, 0, fmt.Errorf("%s: %w", command, err)
		}
		times = append(times, time.Since(start))
		if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, usage.Maxrss*1024)
		}
	}
	return median(times), peak, os.RemoveAll(out)
}

// tenMillion measures the whole command on a large company, once.
func (b *bench) tenMillion(partners int) error {
	dir, err := b.generate(partners, generate.Random)
	if err != nil {
		return err
	}
	once := *b
	once.runs = 1
	took, peak, err := once.settle(dir)
	if err != nil {
		return err
	}
	b.row(fmt.Sprintf("the whole command with %s partners and orders", count(partners)), "100 s, 24 GB", "%.0f s, %.1f GB", took.Seconds(), gigabytes(peak))
	return nil
}

func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2]
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

func gigabytes(bytes int64) float64 { return float64(bytes) / 1e9 }

// count writes a number with its thousands apart.
func count(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", count(n/1000), n%1000)
}
