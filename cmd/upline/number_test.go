package main

import (
	"strings"
	"testing"

	"upline/internal/money"
)

func TestGrouped(t *testing.T) {
	for number, want := range map[string]string{
		"0": "0", "-1": "-1", "999": "999", "-999.5": "-999.5", "1000": "1,000", "-1000.25": "-1,000.25",
		"123456": "123,456", "1234567.8901": "1,234,567.8901", "-12345678901234567890": "-12,345,678,901,234,567,890",
	} {
		if got := grouped(number); got != want {
			t.Errorf("%s: got %s, want %s", number, got, want)
		}
	}
}

func TestPercentOf(t *testing.T) {
	for _, test := range []struct {
		part, whole money.Value // ten-thousandths
		want        string      // empty: none
	}{
		{1, 3, "33.33"}, {2, 3, "66.67"}, {-1, 3, "-33.33"}, {1, 80000, "0.00"}, {1, 20000, "0.01"}, // 0.00125 and 0.005
		{5, 1, "500.00"}, {0, 1, "0.00"}, {1, 0, ""}, {1, -1, ""},
	} {
		got, ok := percentOf(test.part.Volume(), test.whole.Volume())
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%d of %d: got %q, %t, want %q", test.part, test.whole, got, ok, test.want)
		}
	}
}

func TestTable(t *testing.T) {
	table := &table{first: 1, last: 1}
	table.row("Größe", "Zahl", "Name")
	table.row("a", "1,000", "Anna Müller")
	table.row("bb")
	var text strings.Builder
	table.appendTo(&text)
	const want = "Größe   Zahl  Name\na      1,000  Anna Müller\nbb\n"
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", text.String(), want)
	}
}

func TestPlainTakesOutWhatDisturbsATerminal(t *testing.T) {
	if got := plain("Änne\x1b[2J\nO’Neill\u202e 王"); got != "Änne [2J O’Neill  王" {
		t.Errorf("got %q", got)
	}
}

func TestCounting(t *testing.T) {
	for n, want := range map[int]string{0: "0 orders", 1: "1 order", 2: "2 orders", 12345: "12,345 orders"} {
		if got := counting(n, "order"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
