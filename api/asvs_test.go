package api

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// asvsRequirements is how many requirements of levels 1 and 2 ASVS 5.0.0 has in the chapters that ASVS.md is about.
const asvsRequirements = 210

var (
	asvsRow  = regexp.MustCompile(`^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$`)
	asvsMend = regexp.MustCompile(`^\| (\d+\.\d+\.\d+) \| ([^|]+) \|$`)
	asvsFile = regexp.MustCompile("`([^`]+)`")
)

// asvs is what ASVS.md says.
type asvs struct {
	text    string
	numbers []string
	counts  map[string]int // by verdict
	notMet  []string       // by the rows
	mends   []string       // the numbers in the list at the top
}

func readASVS(t *testing.T) asvs {
	t.Helper()
	text, err := os.ReadFile("ASVS.md")
	must(t, err)
	a := asvs{text: string(text), counts: map[string]int{}}
	for line := range strings.Lines(a.text) {
		line = strings.TrimRight(line, "\n")
		if mend := asvsMend.FindStringSubmatch(line); mend != nil {
			a.mends = append(a.mends, mend[1])
			continue
		}
		row := asvsRow.FindStringSubmatch(line)
		if row == nil {
			if len(line) > 2 && line[0] == '|' && line[2] >= '0' && line[2] <= '9' {
				t.Errorf("this is no row: %s", line)
			}
			continue
		}
		number, verdict, where := row[1], row[4], row[5]
		a.numbers = append(a.numbers, number)
		a.counts[verdict]++
		switch verdict {
		case "met", "not met", "not applicable":
		default:
			t.Errorf("%s has the verdict %q", number, verdict)
		}
		if verdict == "not met" {
			a.notMet = append(a.notMet, number)
		}
		if verdict == "met" && !asvsFile.MatchString(where) {
			t.Errorf("%s is met, and names no file", number)
		}
	}
	return a
}

// asvsOrder compares numbers such as 6.2.9 and 6.2.10.
func asvsOrder(a, b string) int {
	parts := func(number string) (n []int) {
		for part := range strings.SplitSeq(number, ".") {
			value, _ := strconv.Atoi(part)
			n = append(n, value)
		}
		return n
	}
	return slices.Compare(parts(a), parts(b))
}

// ASVS.md is whole, in order, and right about itself; the files that it names are there.
func TestASVS(t *testing.T) {
	a := readASVS(t)
	for i := 1; i < len(a.numbers); i++ {
		if asvsOrder(a.numbers[i-1], a.numbers[i]) >= 0 {
			t.Errorf("%s comes after %s", a.numbers[i], a.numbers[i-1])
		}
	}
	if len(a.numbers) != asvsRequirements {
		t.Errorf("%d requirements, want %d", len(a.numbers), asvsRequirements)
	}
	if !slices.Equal(a.mends, a.notMet) {
		t.Errorf("the list at the top has %v, the tables have %v", a.mends, a.notMet)
	}
	applicable := a.counts["met"] + a.counts["not met"]
	for _, line := range []string{
		fmt.Sprintf("\n| met | %d |\n", a.counts["met"]),
		fmt.Sprintf("\n| not met | %d |\n", a.counts["not met"]),
		fmt.Sprintf("\n| not applicable | %d |\n", a.counts["not applicable"]),
		fmt.Sprintf("\n| all | %d |\n", len(a.numbers)),
		fmt.Sprintf("\nMet: %.1f %% of the %d that are applicable.", 100*float64(a.counts["met"])/float64(applicable), applicable),
	} {
		if strings.Count(a.text, line) != 1 {
			t.Errorf("the top does not say %q", strings.TrimSpace(line))
		}
	}
	for _, file := range asvsFile.FindAllStringSubmatch(a.text, -1) {
		if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(file[1]))); err != nil || !filepath.IsLocal(file[1]) {
			t.Errorf("there is no %s", file[1])
		}
	}
}
