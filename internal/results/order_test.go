package results

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// However long each job takes, the texts come in the order of the jobs.
func TestTextsComeInOrder(t *testing.T) {
	for workers := 1; workers <= 8; workers++ {
		var jobs []job
		var want strings.Builder
		for i := range 200 {
			fmt.Fprintln(&want, i)
			jobs = append(jobs, func(dst []byte) []byte {
				time.Sleep(time.Duration(i%7) * 100 * time.Microsecond)
				return fmt.Appendln(dst, i)
			})
		}
		var got strings.Builder
		err := inOrder(workers, jobs, func(i int, text []byte) error {
			got.Write(text)
			return nil
		})
		if err != nil || got.String() != want.String() {
			t.Errorf("%d workers: %v, texts\n%s", workers, err, got.String())
		}
	}
}

// A text that cannot be written ends it all: nothing is written behind it, and nobody waits for ever.
func TestFirstErrorEnds(t *testing.T) {
	full := errors.New("the disk is full")
	for workers := 1; workers <= 8; workers++ {
		jobs := make([]job, 100)
		for i := range jobs {
			jobs[i] = func(dst []byte) []byte { return append(dst, byte(i)) }
		}
		written := 0
		err := inOrder(workers, jobs, func(i int, text []byte) error {
			if i == 10 {
				return full
			}
			written++
			return nil
		})
		if !errors.Is(err, full) || written != 10 {
			t.Errorf("%d workers: %v after %d texts", workers, err, written)
		}
	}
}
