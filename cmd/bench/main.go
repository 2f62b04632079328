// Command bench measures Upline on companies that internal/generate makes, and prints the table of BENCHMARKS.md.
//
// It times the engine inside this process, beside a loop written by hand for one plan (the yardstick), and the whole
// command from outside, as a user would run it. Medians of several runs; ratios are taken within one run, since
// machines differ and one machine differs from hour to hour.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"upline/internal/generate"
)

func main() {
	command := flag.String("upline", "bin/upline", "the command to measure")
	partners := flag.Int("partners", 1_000_000, "partners and orders of the companies")
	large := flag.Int("large", 10_000_000, "partners and orders of the large company; 0: leave it out")
	runs := flag.Int("runs", 5, "how often to measure each figure")
	engine := flag.Bool("engine", true, "measure the engine and the command on files")
	stores := flag.Bool("stores", true, "measure what the database takes part in, too")
	load := flag.Duration("load", 5*time.Minute, "how long to put the service under load; 0: leave it out")
	documents := flag.Int("documents", 10_000, "for how many partners documents are written; 0: leave it out")
	search := flag.Int("search", 0, "of how many documents to search the full text, on a stack of its own; 0: leave it out")
	writer := flag.String(writerFlag, "", "be a worker that writes documents, and knows persons (true) or nobody (false): what this command starts itself")
	out := flag.String("out", "", "also write the table to this file")
	flag.Parse()
	if *writer != "" {
		if err := write(*writer == "true"); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*command, *partners, *large, *runs, *documents, *search, *engine, *stores, *load, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one round of measuring.
type bench struct {
	command string
	runs    int
	scratch string // a folder for bundles and results
	table   strings.Builder
}

func run(command string, partners, large, runs, documents, search int, engine, stores bool, load time.Duration, out string) error {
	scratch, err := os.MkdirTemp("", "upline-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	b := &bench{command: command, runs: max(1, runs), scratch: scratch}
	fmt.Fprintf(&b.table, "%s\n\n| what | measured | target |\n|---|---|---|\n", machine())
	if engine {
		if err := b.million(partners); err != nil {
			return err
		}
	}
	if stores {
		if err := b.stores(partners); err != nil {
			return err
		}
	}
	if load > 0 {
		if err := b.load(load); err != nil {
			return err
		}
	}
	if documents > 0 {
		if err := b.documents(documents); err != nil {
			return err
		}
	}
	if search > 0 {
		if err := b.fullText(search); err != nil {
			return err
		}
	}
	if large > 0 {
		if err := b.tenMillion(large); err != nil {
			return err
		}
	}
	fmt.Print(b.table.String())
	if out == "" {
		return nil
	}
	return rewrite(out, b.table.String())
}

// row adds a row to the table.
func (b *bench) row(what, target, measured string, args ...any) {
	measured = fmt.Sprintf(measured, args...)
	fmt.Fprintf(os.Stderr, "%s: %s\n", what, measured)
	fmt.Fprintf(&b.table, "| %s | %s | %s |\n", what, measured, target)
}

// generate makes a bundle of as many orders as partners, in one period, and returns its folder.
func (b *bench) generate(partners int, shape generate.Shape) (string, error) {
	dir := filepath.Join(b.scratch, string(shape))
	return dir, generate.Bundle(dir, generate.Options{
		Partners: partners, Orders: partners, Periods: 1, Seed: 1, Shape: shape, Plan: generate.Bench,
	}, nil)
}

// machine names what this was measured on.
func machine() string {
	model := "unknown processor"
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	memory := "unknown memory"
	var kib int64
	if info, err := os.Open("/proc/meminfo"); err == nil {
		defer info.Close()
		if _, err := fmt.Fscanf(info, "MemTotal: %d kB", &kib); err == nil {
			memory = fmt.Sprintf("%d GiB", (kib+1<<19)>>20)
		}
	}
	return fmt.Sprintf("Measured with `make bench` on: %s, %d cores, %s, %s/%s, %s.", model, runtime.NumCPU(), memory, runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// Marks in the file between which the table stands.
const (
	tableBegins = "<!-- make bench: begin -->\n"
	tableEnds   = "<!-- make bench: end -->"
)

// rewrite puts the table between the marks of a file.
func rewrite(path, table string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	if !ok || !ends {
		return fmt.Errorf("%s has no lines %q and %q for the table to stand between", path, strings.TrimSpace(tableBegins), tableEnds)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(f, before+tableBegins+table+tableEnds+after); err != nil {
		return err
	}
	return f.Close()
}
