package main

import (
	"fmt"
	"reflect"
	"runtime"
	"strconv"

	"github.com/alecthomas/kong"

	"upline/internal/period"
)

// Flags that several commands share: a command embeds the structs it needs.

// dataFlag names the bundle.
type dataFlag struct {
	Data string `required:"" placeholder:"DIR" help:"The bundle: a folder with partners.csv, orders.csv and plans."`
}

// periodFlags name the periods to settle.
type periodFlags struct {
	From    period.Period `required:"" placeholder:"YYYY-MM" help:"The first period to settle."`
	Through period.Period `required:"" placeholder:"YYYY-MM" help:"The last period to settle."`
}

// Validate refuses periods in the wrong order. It is called by kong.
func (f periodFlags) Validate() error { return inOrder(f.From, f.Through) }

func inOrder(from, through period.Period) error {
	if through < from {
		return fmt.Errorf("--through %s is before --from %s: name the first period, then the last", through, from)
	}
	return nil
}

// jsonFlag asks for output that a program reads.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print one JSON object instead of text."`
}

// workersFlag says how many goroutines work at a time. It never changes a result.
type workersFlag struct {
	Workers workers `default:"0" placeholder:"N" help:"How many cores to use; 0, the default: all."`
}

type workers int

// count is at least 1.
func (w workers) count() int {
	if w == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return int(w)
}

// workersMax is more than any machine has, and few enough for the memory that each takes.
const workersMax = 1024

func decodeWorkers(c *kong.DecodeContext, target reflect.Value) error {
	text, err := word(c, "number")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > workersMax {
		return fmt.Errorf("%q is no number of workers: write 0 to %d", text, workersMax)
	}
	target.SetInt(int64(n))
	return nil
}

func decodePeriod(c *kong.DecodeContext, target reflect.Value) error {
	text, err := word(c, "period")
	if err != nil {
		return err
	}
	p, err := period.Parse(text)
	if err != nil {
		return err
	}
	target.SetInt(int64(p))
	return nil
}

// word takes the value of a flag, a noun, from the command line.
func word(c *kong.DecodeContext, noun string) (text string, err error) {
	err = c.Scan.PopValueInto(noun, &text)
	return text, err
}
