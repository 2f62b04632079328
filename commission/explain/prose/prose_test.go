package prose

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"upline/commission/explain"
)

func TestGrouped(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "-1234567.8901": "−1,234,567.8901", "123456": "123,456", "-12.3": "−12.3",
	} {
		if got := grouped(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestPadded(t *testing.T) {
	p := &page{Explanation: &explain.Explanation{Currency: "EUR", Places: 2}}
	for text, want := range map[string]string{"5": "5.0000", "5.02": "5.0200", "1000.123456": "1,000.123456", "3.3333…": "3.3333…"} {
		if got := p.exact(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := p.money(decimal.RequireFromString("98.666")); got != "98.666 EUR" {
		t.Errorf("98.666: %s", got)
	}
	p.Places = 0
	if got := p.money(decimal.NewFromInt(25)); got != "25 EUR" {
		t.Errorf("25 without decimals: %s", got)
	}
}

func TestWrap(t *testing.T) {
	p := &page{Explanation: &explain.Explanation{Currency: "EUR"}}
	p.hang("  name", 8, "%s", strings.Repeat("word ", 40)+"end")
	lines := strings.Split(strings.TrimSuffix(p.text.String(), "\n"), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "  name  word") || !strings.HasPrefix(lines[1], "        word") || !strings.HasSuffix(lines[2], " end") {
		t.Errorf("got %q", lines)
	}
	for _, line := range lines {
		if len(line) > width {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
}

// A row of one cell makes no column wider; empty columns take no room.
func TestTable(t *testing.T) {
	p := &page{}
	p.table(2, "lrr", [][]string{{"", "1", "a"}, {"", "22", "bbb"}, {"… a row as long as it likes"}, {"", "é", "c"}})
	want := "   1    a\n  22  bbb\n            … a row as long as it likes\n   é    c\n"
	if got := p.text.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A name cannot break a line, or speak to the terminal.
func TestControlCharacters(t *testing.T) {
	p := &page{}
	p.line(1, "%s", person(explain.Person{ID: "a", Name: "A\r\nB\x1b[31m"}))
	if got, want := p.text.String(), " a (A  B [31m)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Members who change nothing are folded from four on, and summed up by reason; all are shown on request.
func TestFold(t *testing.T) {
	steps := []explain.Step{
		{Outcome: explain.NotEligible, Refusal: explain.NotActive},
		{Outcome: explain.NotEligible, Refusal: explain.NotOpen, Status: "suspended"},
		{Outcome: explain.NoDifference},
		{Outcome: explain.NotEligible, Refusal: explain.NotActive},
		{Outcome: explain.Paid},
	}
	p := &page{}
	if got := p.foldable(steps); got != 4 {
		t.Errorf("%d are foldable", got)
	}
	if got, want := fold(steps[:4]), "4 members not paid: 2 not active, 1 suspended, 1 whose percentage is paid already"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := p.foldable(steps[1:]); got != 0 {
		t.Errorf("%d of three are foldable", got)
	}
	steps[1].Asked = true
	if got := p.foldable(steps); got != 0 {
		t.Errorf("%d are foldable across the partner's own step", got)
	}
	p.all = true
	if got := p.foldable(steps[2:]); got != 0 {
		t.Errorf("%d are foldable though all are asked for", got)
	}
}
