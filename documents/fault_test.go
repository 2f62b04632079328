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
	"strconv"
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
func storeIsLostInTheMiddle(t *testing.T, config documents.Config) {
	for _, size := range []int{5_000_000, 40_000_000} { // at once, and in parts
		config := anotherBucket(config)
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
func storeFallsSilent(t *testing.T, config documents.Config) {
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

// A process that dies before or after it has written, or in the middle of a large file, leaves what the next one can go on with. The test
// runs itself: the child dies where DIE_AT says.
func processDies(t *testing.T, config documents.Config) {
	for at, size := range map[string]int{"before": 30, "after": 30, "middle": 40_000_000} {
		t.Run(at, func(t *testing.T) {
			config := anotherBucket(config)
			a := open(t, config)
			child := exec.Command(os.Args[0], "-test.run=^TestProcessThatDies$")
			child.Env = append(os.Environ(), "DIE_AT="+at, "DIE_SIZE="+strconv.Itoa(size), "DIE_ENDPOINT="+config.Endpoint,
				"DIE_ACCESS_KEY="+config.AccessKey, "DIE_SECRET_KEY="+config.SecretKey, "DIE_BUCKET="+config.Bucket)
			if out, err := child.CombinedOutput(); err == nil || child.ProcessState.Exited() {
				t.Fatalf("the child did not die: %v\n%s", err, out)
			}
			data := make([]byte, size)
			if at != "after" {
				absent(t, a, data)
			}
			uploads := 0
			if at == "middle" {
				uploads = 1
			}
			wantUploads(t, config, data, uploads)
			if n, err := a.AbortUploads(t.Context(), time.Now().Add(-time.Hour)); n != 0 || err != nil {
				t.Errorf("%d uploads of the last hour were dropped, %v", n, err)
			}
			if n, err := a.AbortUploads(t.Context(), time.Now().Add(time.Hour)); n != uploads || err != nil {
				t.Errorf("%d uploads were dropped, %v, want %d", n, err, uploads)
			}
			wantUploads(t, config, data, 0)
			put(t, a, data)
			fetched(t, a, data)
			if n := versions(t, config, data); n != 1 {
				t.Errorf("there are %d versions", n)
			}
		})
	}
}

// TestProcessThatDies is the child of processDies, and nothing without it.
func TestProcessThatDies(t *testing.T) {
	at := os.Getenv("DIE_AT")
	if at == "" {
		return
	}
	die := func() {
		process, _ := os.FindProcess(os.Getpid())
		_ = process.Kill()
		select {}
	}
	size, err := strconv.Atoi(os.Getenv("DIE_SIZE"))
	if err != nil {
		t.Fatal(err)
	}
	a := open(t, documents.Config{
		Endpoint: os.Getenv("DIE_ENDPOINT"), AccessKey: os.Getenv("DIE_ACCESS_KEY"), SecretKey: os.Getenv("DIE_SECRET_KEY"), Bucket: os.Getenv("DIE_BUCKET"),
		Step: func(_, when string) {
			if when == at {
				die()
			}
		},
	})
	file := &fileThat{data: make([]byte, size), at: 20_000_000, do: die}
	if at != "middle" {
		file.do = func() {}
	}
	_, err = a.Put(t.Context(), "evidence", file, int64(size), soon())
	t.Fatalf("the process lives, %v", err)
}

// fileThat does something when a place is read for the second time: a file is read first for its hash, and then sent.
type fileThat struct {
	data  []byte
	at    int64
	do    func()
	reads int
}

func (f *fileThat) ReadAt(b []byte, offset int64) (int, error) {
	if offset <= f.at && f.at < offset+int64(len(b)) {
		if f.reads++; f.reads == 2 {
			f.do()
		}
	}
	return bytes.NewReader(f.data).ReadAt(b, offset)
}

// absent makes sure that nothing of an object can be seen.
func absent(t *testing.T, a *documents.Archive, data []byte) {
	t.Helper()
	_, err := a.Fetch(t.Context(), "evidence", refOf(data))
	wantKind(t, err, fault.NotFound, "")
	_, err = a.Open(t.Context(), "evidence", refOf(data), 0, -1)
	wantKind(t, err, fault.NotFound, "")
	if versions, err := a.Versions(t.Context(), "evidence", refOf(data)); err != nil || len(versions) != 0 {
		t.Fatalf("%+v, %v", versions, err)
	}
	if objects, err := a.List(t.Context(), "evidence"); err != nil || len(objects) != 0 {
		t.Fatalf("%v, %v", objects, err)
	}
}

// wantUploads counts the uploads of an object that have begun and not ended: by its name, as MinIO forgets them in lists of all once it
// was killed.
func wantUploads(t *testing.T, c documents.Config, data []byte, want int) {
	t.Helper()
	n := 0
	for upload := range client(t, c).ListIncompleteUploads(t.Context(), c.Bucket, "evidence/"+refOf(data).SHA256, true) {
		if upload.Err != nil {
			t.Fatal(upload.Err)
		}
		n++
	}
	if n != want {
		t.Fatalf("%d uploads have not ended, want %d", n, want)
	}
}
