package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"upline/internal/fault"
)

// defectOf turns a panic into an error that names the place in the source where it arose: enough for a report, and
// no page of addresses. It is called by the function that is deferred.
func defectOf(defect any) error {
	return &fault.Error{Kind: fault.Internal, Msg: fmt.Sprintf(
		"a defect of Upline, please report it: %v (%s)", defect, panicPlace())}
}

// panicPlace returns the file and line of the innermost function of ours that panicked or called what did.
func panicPlace() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	panicking := false
	for {
		frame, more := frames.Next()
		ours := strings.HasPrefix(frame.Function, "upline/") || strings.HasPrefix(frame.Function, "main.")
		if panicking && ours {
			return fmt.Sprintf("%s/%s:%d", filepath.Base(filepath.Dir(frame.File)), filepath.Base(frame.File), frame.Line)
		}
		panicking = panicking || frame.Function == "runtime.gopanic"
		if !more {
			return "at an unknown place"
		}
	}
}
