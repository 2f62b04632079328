package api

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/goleak"

	"upline/internal/fault"
)

// diary is a source that a test writes.
type diary struct {
	mutex   sync.Mutex
	entries []entry
	asked   atomic.Int64
	fails   atomic.Bool
}

type entry struct {
	at   time.Time
	text string
}

func (d *diary) write(text string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.entries = append(d.entries, entry{time.Now(), text})
}

func (d *diary) changed(_ context.Context, since time.Time) (events []Event, next time.Time, err error) {
	d.asked.Add(1)
	if d.fails.Load() {
		return nil, since, &fault.Error{Kind: fault.Unavailable}
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	next = time.Now()
	for _, e := range d.entries {
		if e.at.After(since) {
			events = append(events, Event{Name: "job", Data: fmt.Appendf(nil, "%q", e.text)})
		}
	}
	return events, next, nil
}

// listenTo starts a hub with a server in front of it. What it returns ends the hub.
func listenTo(t *testing.T, d *diary) (hub *Hub, url string, stop func()) {
	t.Helper()
	hub = NewHub(d.changed, 5*time.Millisecond, nil)
	hub.heartbeat = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { hub.Run(ctx); close(done) }()
	stop = func() { cancel(); <-done }
	return hub, serve(t, func(e *gin.Engine) { e.GET("/", hub.Serve) }, Secure()).URL + "/", stop
}

func listeners(hub *Hub) int {
	hub.mutex.Lock()
	defer hub.mutex.Unlock()
	return len(hub.listeners)
}

// stream reads the lines of an answer as they come.
func stream(t *testing.T, ctx context.Context, url, last string) <-chan string {
	t.Helper()
	return streamAs(t, ctx, url, last, "")
}

func streamAs(t *testing.T, ctx context.Context, url, last, token string) <-chan string {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	must(t, err)
	request.Header.Set("Last-Event-ID", last)
	request.Header.Set("Authorization", "Bearer "+token)
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := (&http.Client{Transport: transport}).Do(request)
	must(t, err)
	if response.StatusCode != 200 || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %v", response.StatusCode, response.Header)
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		defer response.Body.Close()
		for scanner := bufio.NewScanner(response.Body); scanner.Scan(); {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// until waits for a line, and returns the last id before it or with it.
func until(t *testing.T, lines <-chan string, prefix string) (id string) {
	t.Helper()
	for patience := time.After(10 * time.Second); ; {
		select {
		case line, open := <-lines:
			if !open {
				t.Fatalf("the stream ended before %q", prefix)
			}
			if text, is := strings.CutPrefix(line, "id: "); is {
				id = text
			}
			if strings.HasPrefix(line, prefix) {
				return id
			}
		case <-patience:
			t.Fatalf("%q did not come", prefix)
		}
	}
}

func TestEvents(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) }) // after the server was closed
	d := new(diary)
	hub, url, stop := listenTo(t, d)
	d.write("before")
	ctx, cancel := context.WithCancel(t.Context())
	lines := stream(t, ctx, url, "")
	until(t, lines, `data: "before"`) // the present state comes first
	id := until(t, lines, "id: ")
	for i := range 20 {
		d.write(fmt.Sprint("change ", i))
		until(t, lines, fmt.Sprintf(`data: "change %d"`, i))
	}
	until(t, lines, ": still here")
	other := stream(t, ctx, url, id) // takes up where it was
	until(t, other, `data: "change 0"`)
	for line := range other {
		if line == `data: "before"` {
			t.Error("what was told before the id is told again")
		}
		if strings.HasPrefix(line, ": ") {
			break
		}
	}
	cancel()
	for listeners(hub) != 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
}

func TestNobodyListensNobodyAsks(t *testing.T) {
	d := new(diary)
	hub, url, stop := listenTo(t, d)
	defer stop()
	time.Sleep(50 * time.Millisecond)
	if d.asked.Load() != 0 {
		t.Errorf("asked %d times for nobody", d.asked.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	until(t, stream(t, ctx, url, ""), "event: ready")
	cancel()
	for listeners(hub) != 0 {
		time.Sleep(time.Millisecond)
	}
}

// A source that does not answer for a while loses nothing.
func TestEventsAfterAFailure(t *testing.T) {
	d := new(diary)
	_, url, stop := listenTo(t, d)
	defer stop()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	lines := stream(t, ctx, url, "")
	until(t, lines, "event: ready")
	d.fails.Store(true)
	asked := d.asked.Load()
	d.write("meanwhile")
	for d.asked.Load() < asked+3 {
		time.Sleep(time.Millisecond)
	}
	ask(t, "GET", url, "").problem(t, 503, "unavailable")
	d.fails.Store(false)
	until(t, lines, `data: "meanwhile"`)
	ask(t, "GET", url, "", "Last-Event-ID: yesterday").problem(t, 400, "malformed")
}

// Who does not read is sent away, and nobody waits for it.
func TestSlowListeners(t *testing.T) {
	hub := NewHub(new(diary).changed, time.Hour, nil)
	slow, err := hub.listen()
	must(t, err)
	quick, err := hub.listen()
	must(t, err)
	for i := range listenerBuffer + 1 {
		hub.tell(batch{[]Event{{Name: "job", Data: []byte("1")}}, time.Unix(int64(i), 0)})
		<-quick.batches
	}
	told := 0
	for range slow.batches { // closed, after what there was room for
		told++
	}
	if told != listenerBuffer || listeners(hub) != 1 {
		t.Errorf("told %d times, %d listeners are left", told, listeners(hub))
	}
	hub.leave(slow) // twice is once
	hub.leave(quick)
}

func TestEventsEndWithTheServer(t *testing.T) {
	hub, url, stop := listenTo(t, new(diary))
	lines := stream(t, t.Context(), url, "")
	until(t, lines, "event: ready")
	stop()
	until(t, lines, ": come again")
	for line := range lines {
		t.Logf("after the end: %q", line)
	}
	if listeners(hub) != 0 {
		t.Errorf("%d listeners are left", listeners(hub))
	}
	ask(t, "GET", url, "").problem(t, 503, "unavailable")
}
