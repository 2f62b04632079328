package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"upline/internal/fault"
)

// Exit statuses.
const (
	exitDone        = 0
	exitFailed      = 1   // something failed: reading, writing, or a defect of ours
	exitInvalid     = 2   // bad input or usage
	exitInterrupted = 130 // by a signal; nothing was left behind
)

// exit says on stderr what went wrong, if anything, and returns the exit status for it. Findings stand alone on
// their lines, so that editors and scripts find `file:line:` at the beginning.
func (m *Main) exit(ctx context.Context, err error) int {
	if err == nil || errors.Is(err, errShown) {
		return exitDone
	}
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		m.complain("upline: interrupted: nothing was written")
		return exitInterrupted
	}
	if findings, ok := errors.AsType[fault.Findings](err); ok {
		m.complain(findings.Error())
		return exitInvalid
	}
	if parse, ok := errors.AsType[*kong.ParseError](err); ok {
		m.complain(usageOf(parse))
		return exitInvalid
	}
	m.complain("upline: " + err.Error())
	return statusOf(fault.KindOf(err))
}

// statusOf tells what the caller can mend from what the caller can't.
func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Forbidden, fault.Stale:
		return exitInvalid
	default:
		return exitFailed
	}
}

// usageOf says what is wrong with the command line, and where to read how it should be.
func usageOf(err *kong.ParseError) string {
	command := "upline"
	if err.Context != nil {
		if node := err.Context.Selected(); node != nil {
			command = node.FullPath()
		}
	}
	what := strings.ReplaceAll(err.Unwrap().Error(), ` but got "EOL" (<EOL>)`, "") // kong's name for the end of the line
	return fmt.Sprintf("upline: %s (see %s --help)", what, command)
}

// complain writes a line to stderr. There is nobody to tell when that fails.
func (m *Main) complain(line string) { _, _ = io.WriteString(m.Stderr, line+"\n") }
