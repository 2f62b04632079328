package documents_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"upline/documents"
	"upline/internal/fault"
)

func TestAddressesThatAreNone(t *testing.T) {
	for _, endpoint := range []string{"", "127.0.0.1:9000", "ftp://127.0.0.1", "http://", "http://127.0.0.1:1/path"} {
		_, err := documents.Open(t.Context(), documents.Config{Endpoint: endpoint, Bucket: "b-b-b"})
		wantKind(t, err, fault.Invalid, "is no address of an object store")
	}
}

// A store that is not there, that is silent, or that cannot, is given up soon.
func TestStoresThatDoNotAnswer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	silent := listener.Addr().String() // connections are accepted, and nothing is said
	unable := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer unable.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for name, endpoint := range map[string]string{"silent": "http://" + silent, "unable": unable.URL, "not there": "http://" + closed.Addr().String()} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			_, err := documents.Open(t.Context(), documents.Config{Endpoint: endpoint, Bucket: "bucket", Patience: 200 * time.Millisecond})
			wantKind(t, err, fault.Unavailable, "does not answer")
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	listener.Close()
}

// When the caller gives up, the error is the caller's.
func TestCallersGiveUp(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(reason)
	_, err := documents.Open(ctx, documents.Config{Endpoint: "http://127.0.0.1:1", Bucket: "bucket"})
	if !errors.Is(err, reason) {
		t.Errorf("%v", err)
	}
}

// proxy stands between the archive and the store, and can fall silent or cut every connection after so many bytes.
type proxy struct {
	listener net.Listener
	left     atomic.Int64 // bytes to the store until connections are cut; negative: never
	silent   atomic.Bool  // bytes are taken, and not passed on
}

func newProxy(t *testing.T, c *documents.Config) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p, to := &proxy{listener: listener}, strings.TrimPrefix(c.Endpoint, "http://")
	p.left.Store(-1)
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(from, to)
		}
	}()
	t.Cleanup(func() { listener.Close() })
	c.Endpoint = "http://" + listener.Addr().String()
	return p
}

func (p *proxy) serve(from net.Conn, address string) {
	defer from.Close()
	to, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer to.Close()
	go func() {
		_, _ = io.Copy(from, to)
		from.Close()
	}()
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		if err != nil || p.left.Load() == 0 {
			return
		}
		for p.silent.Load() {
			time.Sleep(10 * time.Millisecond)
		}
		if left := p.left.Load(); left > 0 {
			p.left.Store(max(0, left-int64(n)))
		}
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
	}
}

// A store that is lost in the middle of a file leaves nothing that can be seen, and the next try succeeds.
func TestStoreIsLostInTheMiddle(t *testing.T) {
	for _, size := range []int{5_000_000, 40_000_000} { // at once, and in parts
		config := store(t)
		p := newProxy(t, &config)
		a, data := open(t, config), content(size)
		p.left.Store(int64(size) / 2)
		_, err := a.Put(t.Context(), "evidence", bytes.NewReader(data), int64(size), soon())
		wantKind(t, err, fault.Unavailable, "does not answer")
		p.left.Store(-1)
		_, err = a.Fetch(t.Context(), "evidence", refOf(data))
		wantKind(t, err, fault.NotFound, "")
		put(t, a, data)
		fetched(t, a, data)
	}
}

// A store that falls silent while it takes a file is given up, too.
func TestStoreFallsSilent(t *testing.T) {
	config := store(t)
	config.Patience = time.Second
	p := newProxy(t, &config)
	a, data := open(t, config), content(10_000_000)
	p.silent.Store(true)
	begin := time.Now()
	_, err := a.Put(t.Context(), "evidence", bytes.NewReader(data), int64(len(data)), soon())
	wantKind(t, err, fault.Unavailable, "does not answer")
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
	p.silent.Store(false)
	put(t, a, data)
}

// A process that dies before or after it has written leaves what the next one can go on with. The test runs itself: the
// child dies in the step that DIE_AT names.
func TestProcessDies(t *testing.T) {
	config := store(t)
	if at := os.Getenv("DIE_AT"); at != "" {
		config.Bucket = os.Getenv("DIE_BUCKET")
		config.Step = func(_, when string) {
			if when == at {
				process, _ := os.FindProcess(os.Getpid())
				_ = process.Kill()
				select {}
			}
		}
		put(t, open(t, config), []byte("what the process has to keep"))
		return
	}
	for _, at := range []string{"before", "after"} {
		config := store(t)
		data := []byte("what the process has to keep")
		child := exec.Command(os.Args[0], "-test.run=^TestProcessDies$")
		child.Env = append(os.Environ(), "DIE_AT="+at, "DIE_BUCKET="+config.Bucket)
		if out, err := child.CombinedOutput(); err == nil || child.ProcessState.Exited() {
			t.Fatalf("%s: the child did not die: %v\n%s", at, err, out)
		}
		a := open(t, config)
		put(t, a, data)
		fetched(t, a, data)
		if n := versions(t, config, data); n != 1 {
			t.Errorf("%s: there are %d versions", at, n)
		}
	}
}
