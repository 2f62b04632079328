package reading

import (
	"archive/zip"
	"cmp"
	"context"
	"encoding/xml"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"upline/documents/intake"
	"upline/internal/fault"
)

// unreadable is an error of a file that was accepted, and cannot be read after all.
func unreadable(err error) error {
	return &fault.Error{Kind: fault.Invalid, Op: op, Msg: "the file cannot be read", Err: err}
}

// depthMax is how deep XML may be: as intake has seen.
const depthMax = 1_000

// xml takes the texts between the elements of XML.
func (c *collector) xml(r io.Reader) error {
	err := intake.WalkXML(r, depthMax, func(xml.StartElement) { c.apart("\n") }, func(text []byte) {
		if trimmed := strings.TrimSpace(string(text)); trimmed != "" {
			c.add(trimmed)
		}
	})
	if err != nil {
		return unreadable(err)
	}
	return nil
}

// names takes the names of what is in an archive.
func (c *collector) names(file *os.File, size int64) error {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return unreadable(err)
	}
	for _, f := range archive.File {
		c.add(intake.Shown(f.Name) + "\n")
	}
	return nil
}

// office takes the text of an Office file, part by part.
func (c *collector) office(ctx context.Context, file *os.File, size int64, t intake.Type) error {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return unreadable(err)
	}
	parts := slices.DeleteFunc(archive.File, func(f *zip.File) bool { return !hasText(t, f.Name) })
	slices.SortStableFunc(parts, inReadingOrder)
	for _, f := range parts {
		if c.full() || ctx.Err() != nil {
			break
		}
		if err := c.part(f, t); err != nil {
			return unreadable(err)
		}
	}
	return nil
}

// inReadingOrder compares parts: the document before what stands around it, and page 10 after page 9.
func inReadingOrder(a, b *zip.File) int {
	rank := func(f *zip.File) int {
		if f.Name == "word/document.xml" || f.Name == "xl/sharedStrings.xml" {
			return 0
		}
		return 1
	}
	byLength := 0
	if path.Dir(a.Name) == path.Dir(b.Name) {
		byLength = cmp.Compare(len(a.Name), len(b.Name))
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), byLength, cmp.Compare(a.Name, b.Name))
}

// hasText says whether a part of an Office file has text that a reader sees.
func hasText(t intake.Type, name string) bool {
	if path.Ext(name) != ".xml" {
		return false
	}
	base := path.Base(name)
	switch t {
	case intake.Word:
		for _, kind := range []string{"document", "header", "footer", "footnotes", "endnotes", "comments"} {
			if path.Dir(name) == "word" && strings.HasPrefix(base, kind) {
				return true
			}
		}
		return false
	case intake.Excel:
		return name == "xl/sharedStrings.xml" || path.Dir(name) == "xl/worksheets"
	}
	return path.Dir(name) == "ppt/slides" || path.Dir(name) == "ppt/notesSlides"
}

// part takes the text of one part. Cells of Excel that refer to a text by number say nothing: the texts are a part themselves.
func (c *collector) part(f *zip.File, t intake.Type) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	var inside, refers bool
	return intake.WalkXML(r, depthMax, func(e xml.StartElement) {
		switch e.Name.Local {
		case "t":
			inside = true
		case "c":
			refers = false
			for _, a := range e.Attr {
				refers = refers || a.Name.Local == "t" && a.Value == "s"
			}
		case "v":
			inside = t == intake.Excel && !refers
			c.apart("\n")
		case "p", "br", "cr", "si", "is", "row":
			inside = false
			c.apart("\n")
		case "tab", "tc":
			inside = false
			c.apart("\t")
		default:
			inside = false
		}
	}, func(text []byte) {
		if inside && !c.full() {
			c.add(string(text))
			return
		}
		inside = false
	})
}
