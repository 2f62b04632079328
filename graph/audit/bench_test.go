package audit

import (
	"iter"
	"testing"
	"time"
)

// realistic is an entry of a changed field, with its reason and address.
func realistic(at time.Time) *Entry {
	return &Entry{
		Recorded: at, Receipt: "0197b1a0-6f6e-7c3e-9d3a-2f1f6f4e8a10", Actor: Actor{User, "5"}, Session: "0197b1a0-0000-7c3e-9d3a-2f1f6f4e8a10",
		Operation: "change bank data", Kind: "Partner", Key: "170045", Details: []Detail{
			{Subject: "partner:170045", Body: &Body{
				Reason: "asked for by mail", Before: map[string]string{"iban": `"DE02120300000000202051"`}, After: map[string]string{"iban": `"DE02500105170137075030"`},
			}},
			{Subject: "user:5", Body: &Body{From: "192.0.2.17"}},
		},
	}
}

func BenchmarkAppend(b *testing.B) {
	head, at := Head{}, time.Unix(1_800_000_000, 0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := head.Append(realistic(at)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkVerify(b *testing.B) {
	head, at := Head{}, time.Unix(1_800_000_000, 0)
	records := make([]Record, 10_000)
	for i := range records {
		var err error
		if records[i], err = head.Append(realistic(at)); err != nil {
			b.Fatal(err)
		}
	}
	k := Kept{Heads: []Head{head}, Entries: func(stripe int) iter.Seq2[Record, error] {
		if stripe == 0 {
			return each(records)
		}
		return each[Record](nil)
	}}
	b.ReportAllocs()
	for b.Loop() {
		if found, _ := verify(b, k); len(found) > 0 {
			b.Fatal(found)
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(records))/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkDiff(b *testing.B) {
	old, changed := account{IBAN: "DE1"}, account{IBAN: "DE2"}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Diff(old, changed); err != nil {
			b.Fatal(err)
		}
	}
}
