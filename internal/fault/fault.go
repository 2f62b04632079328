// Package fault is the one error type of Upline and the few kinds of errors there are.
//
// Lower rooms say what went wrong (Kind), where (Op) and in words what is wrong and what would be right (Msg);
// only the edges translate a kind, into an exit status or a response.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what a caller can do about an error.
type Kind uint8

const (
	// Internal is a defect of ours: nothing the caller could mend.
	Internal Kind = iota
	// Invalid is bad input: the caller mends the input.
	Invalid
	// NotFound names something that is not there, or that the caller may not see.
	NotFound
	// Conflict is a change that collides with another one.
	Conflict
	// Forbidden is an action that this caller may not take.
	Forbidden
	// Stale is a change of something that is no longer what the caller saw: look again first.
	Stale
	// Unavailable is a dependency that does not answer now: try again later.
	Unavailable
)

var kindNames = [...]string{"internal", "invalid", "not found", "conflict", "forbidden", "stale", "unavailable"}

func (k Kind) String() string { return kindNames[k] }

// Error is an error of a known kind.
type Error struct {
	Kind Kind
	Op   string // the operation that failed, such as "settle"; may be empty
	Msg  string // what is wrong and what would be right
	Err  error  // the cause; may be nil
}

func (e *Error) Error() string {
	text := e.Msg
	if e.Op != "" {
		text = e.Op + ": " + text
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Invalidf returns an error of kind Invalid.
func Invalidf(op, format string, args ...any) error {
	return &Error{Kind: Invalid, Op: op, Msg: fmt.Sprintf(format, args...)}
}

// NotFoundf returns an error of kind NotFound.
func NotFoundf(op, format string, args ...any) error {
	return &Error{Kind: NotFound, Op: op, Msg: fmt.Sprintf(format, args...)}
}

// Conflictf returns an error of kind Conflict.
func Conflictf(op, format string, args ...any) error {
	return &Error{Kind: Conflict, Op: op, Msg: fmt.Sprintf(format, args...)}
}

// Forbiddenf returns an error of kind Forbidden.
func Forbiddenf(op, format string, args ...any) error {
	return &Error{Kind: Forbidden, Op: op, Msg: fmt.Sprintf(format, args...)}
}

// Internalf returns an error of kind Internal.
func Internalf(op, format string, args ...any) error {
	return &Error{Kind: Internal, Op: op, Msg: fmt.Sprintf(format, args...)}
}

// KindOf returns the kind of the first Error or Findings in err's chain, and Internal where there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if _, ok := errors.AsType[Findings](err); ok {
		return Invalid
	}
	return Internal
}
