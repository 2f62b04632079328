package statement_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upline/commission"
	"upline/documents/evidence"
	"upline/documents/statement"
	"upline/internal/money"
	"upline/internal/papertest"
	"upline/internal/period"
)

func month(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sample is a statement of so many lines.
func sample(t testing.TB, language string, lines int) *statement.Statement {
	t.Helper()
	p := month(t, "2026-03")
	s := &statement.Statement{
		Language: language, Partner: statement.Partner{ID: "P-000123", Name: "Jürgen Groß", Address: []string{"Äußere Ringstraße 12", "80331 München"}},
		Run: "2026-03-1", Period: p, Issued: p.End() + 2, Made: time.Date(2026, 4, 2, 8, 0, 0, 0, time.UTC), Currency: "EUR", Scale: 2,
		Standing: &statement.Standing{PaidAs: "Gold", Career: "Platin", PV: money.Value(1_234_5000).Volume(), GV: money.Value(98_765_4321).Volume(), Active: true},
	}
	kinds := []commission.Kind{commission.KindEarning, commission.KindEarning, commission.KindReversal, commission.KindReserve}
	for b := range 3 {
		bonus := statement.Bonus{Title: []string{"Stufenplan", "Unilevel", "Führungsbonus"}[b]}
		for i := range lines / 3 {
			l := statement.Line{Rank: "Gold", Line: evidence.Line{
				Kind: kinds[i%4], Bonus: "b", Order: fmt.Sprintf("O-%d-%06d", b, i), Source: fmt.Sprintf("P-%06d", i*7), Level: int32(i % 9), HasBase: true,
				Base: money.Value(1_000_0000 + int64(i)*1_2500).Volume(), Percent: 2_500_000, Amount: money.Amount(2500 + int64(i)), Condition: p - period.Period(i%3),
			}}
			if l.Kind != commission.KindEarning {
				l.Amount = -l.Amount / 3
			}
			if b == 2 {
				l.Order, l.Level = "", commission.NoLevel
			}
			bonus.Lines = append(bonus.Lines, l)
			switch l.Kind {
			case commission.KindEarning:
				s.Earnings += l.Amount
			case commission.KindReversal:
				s.Reversals += l.Amount
			default:
				s.Reserve += l.Amount
			}
		}
		if len(bonus.Lines) > 0 {
			s.Bonuses = append(s.Bonuses, bonus)
		}
	}
	s.Balance = s.Earnings + s.Reversals + s.Reserve
	s.Payout = max(0, s.Balance)
	s.Closing = s.Balance - s.Payout
	return s
}

// cases are the statements that are looked at as pictures.
func cases(t testing.TB, language string) map[string]*statement.Statement {
	long, negative, nothing := sample(t, language, 30), sample(t, language, 9), sample(t, language, 0)
	long.Partner.Name = "Dr. Maximiliane Freifrau von und zu " + strings.Repeat("Hohenlohe-", 7) + "Öttingen-Wallerstein"
	long.Bonuses[0].Lines[3].Source = strings.Repeat("W", 60)
	long.Bonuses[0].Lines[4].Rank = "Executive Diamond Ambassador"
	negative.Opening, negative.Payout = -1_234_567, 0
	negative.Balance += negative.Opening
	negative.Closing = negative.Balance
	nothing.Standing.Active, nothing.Standing.PaidAs = false, ""
	second := sample(t, language, 60)
	second.Volume, second.Volumes = 2, 3
	return map[string]*statement.Statement{"second": second, "300": sample(t, language, 300), "name": long, "negative": negative, "nothing": nothing}
}

// TestStatementsAreWhole writes statements in both languages. With UPLINE_LOOK=folder they stay there, to be looked at.
func TestStatementsAreWhole(t *testing.T) {
	head := papertest.Letterhead(t)
	for _, language := range head.Languages() {
		for name, s := range cases(t, language) {
			file, err := statement.Write(head, s)
			if err != nil {
				t.Fatal(err)
			}
			again, err := statement.Write(head, s)
			if err != nil || !bytes.Equal(file, again) {
				t.Errorf("%s in %s is not the same a second time: %v", name, language, err)
			}
			if folder := os.Getenv("UPLINE_LOOK"); folder != "" {
				if err := os.WriteFile(filepath.Join(folder, name+"-"+language+".pdf"), file, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestALanguageThatNobodySpeaksIsRefused(t *testing.T) {
	if _, err := statement.Write(papertest.Letterhead(t), sample(t, "xx", 3)); err == nil || !strings.Contains(err.Error(), "de, en") {
		t.Errorf("a statement in xx: %v", err)
	}
}

func BenchmarkStatement(b *testing.B) {
	head := papertest.Letterhead(b)
	for _, lines := range []int{0, 30, 300, 10_000} {
		s := sample(b, "de", lines)
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			for b.Loop() {
				if _, err := statement.Write(head, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
