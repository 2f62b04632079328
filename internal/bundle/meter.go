package bundle

import (
	"io"
	"sync"
)

// meter adds up what is read, by whichever goroutine.
type meter struct {
	progress    func(done, total int64)
	mu          sync.Mutex
	done, total int64
}

func (m *meter) add(bytes int) {
	if m.progress == nil || bytes == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += int64(bytes)
	m.progress(m.done, m.total)
}

// metered is a file whose reading a meter shows.
type metered struct {
	io.ReadCloser
	meter *meter
}

func (r *metered) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.meter.add(n)
	return n, err
}
