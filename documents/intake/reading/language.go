package reading

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"upline/internal/fault"
)

// missingLanguages are the languages that tesseract lacks.
func (r *Reader) missingLanguages(ctx context.Context) []string {
	var listed bytes.Buffer
	err := r.folder(func(folder string) error {
		return r.run(ctx, program{name: "tesseract", args: []string{"--list-langs"}, output: &listed, folder: folder})
	})
	var missing []string
	there := strings.Fields(listed.String())
	for language := range strings.SplitSeq(r.config.Languages, "+") {
		if err != nil || !slices.Contains(there, language) {
			missing = append(missing, language)
		}
	}
	return missing
}

// hasLanguages refuses to recognise in languages that are not there.
//
// Errors: Unavailable, with the packages.
func (r *Reader) hasLanguages(ctx context.Context) error {
	if _, err := find("tesseract"); err != nil {
		return err
	}
	missing := r.missingLanguages(ctx)
	if len(missing) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "tesseract lacks languages on this machine: install the packages tesseract-ocr-" +
		strings.Join(missing, ", tesseract-ocr-") + " (of Debian)"}
}
