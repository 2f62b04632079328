package compare

import (
	"io"

	"upline/internal/folder"
)

// Names of the files that Write writes.
const (
	Differences = "differences.csv"
	Page        = "comparison.html"
)

// Write writes a folder with both files, or nothing. An existing folder is replaced, and must be empty or hold nothing
// but an earlier comparison.
//
// Errors: Conflict when the folder holds something else, or another command is writing to it; otherwise what the file
// system said.
func (c *Comparison) Write(dir string) error {
	target, err := folder.Create(dir, folder.Content{Op: op, Noun: "comparison", Files: []string{Differences, Page}})
	if err != nil {
		return err
	}
	defer target.Abort()
	for _, file := range [...]struct {
		name  string
		write func(io.Writer) error
	}{{Differences, c.writeDifferences}, {Page, c.writePage}} {
		w, err := target.File(file.name)
		if err != nil {
			return err
		}
		if err := file.write(w); err != nil {
			return err
		}
	}
	return target.Commit()
}
