package page

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	citation = regexp.MustCompile(`§(\d+)`)
	numbered = regexp.MustCompile(`^§(\d+) `)
	link     = regexp.MustCompile(`\]\(([^)]+)\)`)
	unkept   = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// Paragraphs returns the numbers of the headings that begin with one, such as 6 for "§6 Bonuses", in order.
func (p *Page) Paragraphs() (numbers []string) {
	for _, h := range p.Headings {
		if n := numbered.FindStringSubmatch(h.Text); n != nil {
			numbers = append(numbers, n[1])
		}
	}
	return numbers
}

// Cited returns the numbers of the paragraphs that the prose cites, in the order of the prose.
func (p *Page) Cited() (numbers []string) {
	for _, n := range citation.FindAllStringSubmatch(p.Prose(), -1) {
		numbers = append(numbers, n[1])
	}
	return numbers
}

// CheckLinks looks for what the page, which stands in folder dir, links to: headings of its own and files. The error
// names what is not there. Links that leave the repository are not followed.
func (p *Page) CheckLinks(dir string) error {
	var lost []string
	for _, l := range link.FindAllStringSubmatch(p.Prose(), -1) {
		target, inside := strings.CutPrefix(l[1], "#")
		switch {
		case inside && !slices.ContainsFunc(p.Headings, func(h Heading) bool { return h.anchor() == target }):
			lost = append(lost, l[1])
		case !inside && !strings.Contains(target, "://"):
			if _, err := os.Stat(filepath.Join(dir, target)); err != nil {
				lost = append(lost, l[1])
			}
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("links lead nowhere: %s", strings.Join(lost, ", "))
	}
	return nil
}

// anchor is the address of a heading within its page, as the usual hosts make it.
func (h Heading) anchor() string {
	return strings.ReplaceAll(unkept.ReplaceAllString(strings.ToLower(h.Text), ""), " ", "-")
}
