package main

import (
	"fmt"
	"os"

	"upline/documents/paper"
	"upline/internal/fault"
)

// paperCommand writes the letterhead that comes with the program, for a company to fill in.
type paperCommand struct {
	Folder string `arg:"" help:"The folder, which must not be there, or be empty."`
}

// Help is what letterhead --help says besides the flags.
func (paperCommand) Help() string {
	return `Writes the paper of a company that does not exist: letterhead.yaml, which says who writes and how it looks, fonts, and the words in
German and English. Fill it in, delete what shall stay as it comes with the program, and name the folder in UPLINE_LETTERHEAD.`
}

// Run writes it.
func (c *paperCommand) Run(m *Main) error {
	entries, err := os.ReadDir(c.Folder)
	if err != nil && !os.IsNotExist(err) {
		return &fault.Error{Kind: fault.Invalid, Msg: "the folder cannot be read", Err: err}
	}
	if len(entries) > 0 {
		return fault.Conflictf("", "%s is not empty: nothing in it is overwritten; name another folder", c.Folder)
	}
	if err := os.CopyFS(c.Folder, paper.Files()); err != nil {
		return &fault.Error{Kind: fault.Invalid, Msg: "the letterhead cannot be written", Err: err}
	}
	fmt.Fprintf(m.Stdout, "wrote %s: fill in letterhead.yaml, and set UPLINE_LETTERHEAD=%s\n", c.Folder, c.Folder)
	return nil
}
