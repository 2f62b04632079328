// Command upline settles the commissions of a network-marketing company: from a folder of CSV files and plan versions, or from
// the database in which the company lives.
//
// It connects: it reads the flags, wires the rooms together, shows progress, and translates errors into an exit
// status. It decides nothing. Main is the whole program with its streams injected, so that tests start it in-process.
//
//	flags ──▶ bundle ──▶ commission ──▶ results ──▶ summary
//	flags ──▶ jobs ──▶ graph, commission, documents
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Main is one call of upline.
type Main struct {
	Stdin  io.Reader
	Stdout io.Writer // what was asked for
	Stderr io.Writer // errors and findings; progress too, when it is a terminal
	// Step, if given, is called before and after each write to a store (see chronicle.Config). Tests end the process there.
	Step func(name, when string)
	// LeaseTerm and TransactionTerm are those of chronicle.Config. Tests have them short.
	LeaseTerm, TransactionTerm time.Duration
	// JobSilence is that of graph.Config, likewise.
	JobSilence time.Duration
	// Now tells the time of who joins and leaves; nil: time.Now. Tests let days pass.
	Now func() time.Time
	// Listening, if given, is told the address on which serve answers.
	Listening func(address string)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	m := Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(m.Run(ctx, os.Args[1:]))
}

// Run runs the command that args, without the program's name, ask for, and returns its exit status. When ctx is
// done, the command ends after the step it is at, and leaves nothing behind.
func (m *Main) Run(ctx context.Context, args []string) int {
	return m.exit(ctx, m.run(ctx, args))
}

func (m *Main) run(ctx context.Context, args []string) (err error) {
	defer func() {
		if defect := recover(); defect != nil {
			err = defectOf(defect)
		}
	}()
	command, err := m.parse(ctx, args)
	if err != nil {
		return err
	}
	return command.Run()
}
