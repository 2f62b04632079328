package evidence_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"

	"upline/commission"
	"upline/documents/evidence"
	"upline/internal/money"
	"upline/internal/period"
)

// company makes facts of so many partners and orders, ids and a plan, without a tree: enough to name what lines tell of.
func company(n int) *commission.Facts {
	random := rand.New(rand.NewPCG(1, 2))
	placed, _ := period.ParseDay("2026-01-15")
	f := &commission.Facts{Plans: []*commission.Plan{{Currency: "EUR", Money: money.Rule{Scale: 2}}}}
	for _, id := range []string{"differential", "matching", "unilevel"} {
		f.Plans[0].Bonuses = append(f.Plans[0].Bonuses, commission.Bonus{ID: id})
	}
	for i := range n {
		f.Partners = append(f.Partners, commission.Partner{ID: fmt.Sprintf("P%07d", i)})
		f.Orders = append(f.Orders, commission.Order{
			ID: fmt.Sprintf("O%07d", i), Partner: commission.PartnerNo(random.IntN(n)), PlacedOn: placed, CV: money.Value(random.IntN(5_000_000)),
		})
	}
	return f
}

// month makes lines such as a month leaves behind: every order pays a differential to two and seven levels to seven, who
// are found higher up, so that some are met often.
func month(f *commission.Facts, orders int) []commission.Line {
	random := rand.New(rand.NewPCG(3, 4))
	rule := f.Plans[0].Money
	var lines []commission.Line
	for bonus, levels := range [...]int{2, 0, 7} {
		for no := range orders {
			order := &f.Orders[no]
			base := order.CV.Volume()
			for range levels {
				far := random.Float64()
				level := int32(random.IntN(levels))
				percent := money.Percent(1+level) * 1_000_000
				amount, _ := rule.PercentOf(base, percent)
				lines = append(lines, commission.Line{
					Bonus: commission.BonusNo(bonus), Order: commission.OrderNo(no), Source: order.Partner, Beneficiary: commission.PartnerNo(far * far * float64(len(f.Partners))),
					Level: level, HasBase: true, Base: base, Percent: percent, Amount: amount, Condition: period.Of(order.PlacedOn),
				})
			}
		}
	}
	return lines
}

// batches hands lines out as blocks of a run do.
func batches(lines []commission.Line) iter.Seq[[]commission.Line] {
	return func(yield func([]commission.Line) bool) {
		for part := range slices.Chunk(lines, 20_000) {
			if !yield(part) {
				return
			}
		}
	}
}

var head = evidence.Head{Period: 2026 * 12, Scale: 2, Currency: "EUR"}

func BenchmarkWriteLines(b *testing.B) {
	f := company(1_000_000)
	lines := month(f, 300_000)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("%d", workers), func(b *testing.B) {
			var file bytes.Buffer
			before := cpu()
			for b.Loop() {
				file.Reset()
				if err := evidence.WriteLines(io.Writer(&file), head, f, batches(lines), workers, nil); err != nil {
					b.Fatal(err)
				}
			}
			perCore(b, len(lines), before)
			b.ReportMetric(float64(file.Len())/float64(len(lines)), "bytes/line")
		})
	}
}

// cpu returns how many seconds all cores have worked for this process.
func cpu() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

// perCore reports lines a second, by the clock, and by what the cores worked: the one that a busy machine does not change.
func perCore(b *testing.B, lines int, before float64) {
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
	b.ReportMetric(float64(lines)*float64(b.N)/(cpu()-before)/1e6, "Mlines/core-s")
}

// written writes lines to memory.
func written(b *testing.B, f *commission.Facts, lines []commission.Line) *bytes.Reader {
	var file bytes.Buffer
	if err := evidence.WriteLines(&file, head, f, batches(lines), 2, nil); err != nil {
		b.Fatal(err)
	}
	return bytes.NewReader(file.Bytes())
}

func BenchmarkReadLines(b *testing.B) {
	f := company(1_000_000)
	lines := month(f, 300_000)
	file := written(b, f, lines)
	before, sum := cpu(), money.Amount(0)
	for b.Loop() {
		err := evidence.ReadLines(file, file.Size(), func(rows []evidence.Line) error {
			for i := range rows {
				sum += rows[i].Amount
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	perCore(b, len(lines), before)
}

// Later runs look for the lines of a few orders among those of all.
func BenchmarkReadLinesOf(b *testing.B) {
	f := company(1_000_000)
	lines := month(f, 300_000)
	file := written(b, f, lines)
	for _, count := range []int{1, 100, 10_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			wanted := map[string]bool{}
			for i := range count {
				wanted[f.Orders[i*300_000/count].ID] = true
			}
			before, found := cpu(), 0
			for b.Loop() {
				err := evidence.ReadLinesOf(file, file.Size(), wanted, func(rows []evidence.Line) error {
					found += len(rows)
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			if found != b.N*count*9 {
				b.Fatalf("%d lines found", found)
			}
			perCore(b, len(lines), before)
		})
	}
}
