package intake

import (
	"bytes"
	"errors"
	"io"
)

// watcher is what unpacked bytes are written to: it keeps how they begin, and looks for the EICAR string.
type watcher struct {
	head  []byte
	last  []byte // what the string could have begun in
	eicar bool
}

func (w *watcher) Write(p []byte) (int, error) {
	if room := headSize - len(w.head); room > 0 {
		w.head = append(w.head, p[:min(room, len(p))]...)
	}
	w.last = append(w.last, p...)
	w.eicar = w.eicar || bytes.Contains(w.last, eicar)
	keep := min(len(w.last), len(eicar)-1)
	w.last = append(w.last[:0], w.last[len(w.last)-keep:]...)
	return len(p), nil
}

// copyAll reads to the end, whether the reader knows better ways or not.
func copyAll(w io.Writer, r io.Reader) error {
	buffer := make([]byte, 32<<10)
	for {
		n, err := r.Read(buffer)
		if _, err := w.Write(buffer[:n]); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
