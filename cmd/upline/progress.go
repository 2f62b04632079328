package main

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows on stderr how far a command is. The zero value shows nothing: stderr is no terminal.
type progress struct {
	bar *progressbar.ProgressBar
}

func (m *Main) progress() progress {
	file, ok := m.Stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return progress{}
	}
	return progress{progressbar.NewOptions64(1,
		progressbar.OptionSetWriter(file),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetPredictTime(false), // settling and writing do not go at one speed
		progressbar.OptionClearOnFinish(),
	)}
}

// show shows that done of total are done of a step. It may be called from several goroutines.
func (p progress) show(step string, done, total int64) {
	if p.bar == nil || done >= total { // at the maximum the bar would be finished; another step may follow
		return
	}
	p.bar.ChangeMax64(total)
	p.bar.Describe(step)
	_ = p.bar.Set64(done) // it fails only if stderr does
}

// finish clears the line.
func (p progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
