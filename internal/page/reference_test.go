package page

import (
	"slices"
	"testing"
)

const references = "# §1 Time, numbers\nSee §2 and §7.\n\n## `pool`: a share\n## §2 Bad: input\n"

func TestParagraphs(t *testing.T) {
	p := Parse(references)
	if got := p.Paragraphs(); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("paragraphs %v", got)
	}
	if got := p.Cited(); !slices.Equal(got, []string{"1", "2", "7", "2"}) {
		t.Errorf("cited %v", got)
	}
}

func TestCheckLinks(t *testing.T) {
	good := "[a](#1-time-numbers) [b](#pool-a-share) [c](#2-bad-input) [d](page.go) [e](../page) [f](https://example.org/x)\n"
	if err := Parse(references + good).CheckLinks("."); err != nil {
		t.Error(err)
	}
	err := Parse(references + "[a](#1-time) [b](pages.go) [c](page.go)\n").CheckLinks(".")
	if err == nil || err.Error() != "links lead nowhere: #1-time, pages.go" {
		t.Errorf("%v", err)
	}
}
