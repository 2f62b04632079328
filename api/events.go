package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

// Event is something that has changed, as server-sent events tell it.
type Event struct {
	Name string // its type, such as "job"
	Data []byte // JSON, on one line
}

// Source says what has changed since a time, all of it if the time is zero, and up to when it has looked: the time to ask from
// next. It may tell of a thing twice, and tells of each thing as it is now. Times are the source's own: where clocks differ, or
// changes become visible late, next lies so much before now that nothing is missed.
type Source func(ctx context.Context, since time.Time) (events []Event, next time.Time, err error)

const (
	// listenerBuffer is how many batches a listener may lag behind.
	listenerBuffer = 16
	// heartbeat keeps proxies from closing a connection on which nothing happens.
	heartbeat = 15 * time.Second
)

// Hub tells all listeners what a source tells it. It asks the source only while somebody listens.
type Hub struct {
	source    Source
	every     time.Duration
	heartbeat time.Duration
	counted   func(listeners int) // may be nil

	mutex     sync.Mutex
	listeners map[*listener]bool
	since     time.Time // from when the source is asked; zero while nobody knows what there was before
	wake      chan struct{}
	closed    bool
}

// listener is a connection that wants to be told. Who does not read fast enough finds its channel closed, comes again, and
// takes up where it was: others never wait for it.
type listener struct{ batches chan batch }

// batch is what has changed until a time.
type batch struct {
	events []Event
	next   time.Time
}

// NewHub returns a hub that asks a source so often; 0: twice a second. counted, which may be nil, is told how many listen.
func NewHub(source Source, every time.Duration, counted func(listeners int)) *Hub {
	if every == 0 {
		every = 500 * time.Millisecond
	}
	if counted == nil {
		counted = func(int) {}
	}
	return &Hub{source: source, every: every, heartbeat: heartbeat, counted: counted, listeners: map[*listener]bool{}, wake: make(chan struct{}, 1)}
}

// Run asks and tells until the context ends; then it sends all listeners away. A source that fails is asked again: nobody
// misses anything, since it is asked from where it was.
func (h *Hub) Run(ctx context.Context) {
	defer h.close()
	for ctx.Err() == nil {
		since := h.from()
		if since.IsZero() {
			select {
			case <-ctx.Done():
			case <-h.wake:
			}
			continue
		}
		if events, next, err := h.source(ctx, since); err == nil {
			h.tell(batch{events, next})
		}
		select {
		case <-ctx.Done():
		case <-time.After(h.every):
		}
	}
}

// from is the time to ask from; zero while nobody listens.
func (h *Hub) from() time.Time {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if len(h.listeners) == 0 {
		h.since = time.Time{}
	}
	return h.since
}

// begin lets the hub ask from when a listener knows what there is, unless it asks already.
func (h *Hub) begin(next time.Time) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.since.IsZero() {
		h.since = next
	}
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *Hub) tell(b batch) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.since = b.next
	if len(b.events) == 0 {
		return
	}
	for l := range h.listeners {
		select {
		case l.batches <- b:
		default:
			h.remove(l)
		}
	}
}

func (h *Hub) close() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.closed = true
	for l := range h.listeners {
		h.remove(l)
	}
}

// remove sends a listener away. The mutex is held.
func (h *Hub) remove(l *listener) {
	if h.listeners[l] {
		delete(h.listeners, l)
		close(l.batches)
		h.counted(len(h.listeners))
	}
}

func (h *Hub) listen() (*listener, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.closed {
		return nil, &fault.Error{Kind: fault.Unavailable, Op: "events", Msg: "the server is stopping"}
	}
	l := &listener{make(chan batch, listenerBuffer)}
	h.listeners[l] = true
	h.counted(len(h.listeners))
	return l, nil
}

func (h *Hub) leave(l *listener) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.remove(l)
}

// Serve is the handler: it tells a client what there is, or what has changed since the Last-Event-ID, and then what changes,
// until the client goes or the server stops. A client may be told of a change twice.
func (h *Hub) Serve(c *gin.Context) {
	since, err := lastEvent(c.GetHeader("Last-Event-ID"))
	if err != nil {
		Refuse(c, err)
		return
	}
	l, err := h.listen() // before the first question, so that nothing falls between
	if err != nil {
		Refuse(c, err)
		return
	}
	defer h.leave(l)
	events, next, err := h.source(c.Request.Context(), since)
	if err != nil {
		Refuse(c, err)
		return
	}
	h.begin(next)
	endless(c.Writer)
	c.Header("Content-Type", "text/event-stream")
	c.Header("X-Accel-Buffering", "no") // for nginx
	c.Status(http.StatusOK)
	if send(c, batch{events, next}) == nil {
		h.follow(c, l)
	}
}

func (h *Hub) follow(c *gin.Context, l *listener) {
	ticker := time.NewTicker(h.heartbeat)
	defer ticker.Stop()
	for {
		var err error
		select {
		case <-c.Request.Context().Done():
			return
		case b, open := <-l.batches:
			if !open {
				_ = write(c, "retry: 1000\n: come again\n\n") // the client comes with its Last-Event-ID
				return
			}
			err = send(c, b)
		case <-ticker.C:
			err = write(c, ": still here\n\n")
		}
		if err != nil {
			return
		}
	}
}

// send tells of a batch. The id goes with the last event: a client that gets half a batch asks for all of it again.
func send(c *gin.Context, b batch) error {
	var text strings.Builder
	for i, e := range b.events {
		fmt.Fprintf(&text, "event: %s\ndata: %s\n", e.Name, e.Data)
		if i == len(b.events)-1 {
			fmt.Fprintf(&text, "id: %s\n", b.next.UTC().Format(time.RFC3339Nano))
		}
		text.WriteByte('\n')
	}
	if len(b.events) == 0 {
		fmt.Fprintf(&text, "id: %s\nevent: ready\ndata: {}\n\n", b.next.UTC().Format(time.RFC3339Nano))
	}
	return write(c, text.String())
}

func write(c *gin.Context, text string) error {
	extend(c.Writer)
	if _, err := c.Writer.WriteString(text); err != nil {
		return err
	}
	return http.NewResponseController(c.Writer).Flush()
}

// lastEvent is when a client was told last; zero if never.
func lastEvent(id string) (time.Time, error) {
	if id == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, id)
	if err != nil {
		return t, &Refusal{Status: 400, Msg: "the header Last-Event-ID must be the id of an event that was sent here"}
	}
	return t, nil
}
