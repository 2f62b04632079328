package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"upline/internal/storetest"
)

// The object store goes away in the middle of an upload: that is told, and nothing is recorded. Once it is back, the same request works
// without anybody's repair, and leaves nothing twice.
func TestTheObjectStoreGoesAwayDuringAnUpload(t *testing.T) {
	if testing.Short() {
		t.Skip("starts an object store")
	}
	store := storetest.StartObjectStore(t, "minio")
	t.Cleanup(func() { must(t, store.Stop()) })
	for name, value := range map[string]string{"S3_ENDPOINT": store.Endpoint, "S3_ACCESS_KEY": store.AccessKey, "S3_SECRET_KEY": store.SecretKey, "S3_BUCKET": "uploads"} {
		t.Setenv(name, value)
	}
	storetest.Redis(t)
	company := openCompany(t)
	anna := company.as("anna")
	files := func() []upload {
		return []upload{uploadOf("first.txt", "the first\n"), uploadOf("second.txt", strings.Repeat("the second\n", 100_000)), uploadOf("third.txt", "the third\n")}
	}
	for _, key := range []string{"", "away-1"} {
		before := documentsThere(t)["inbox"]
		var body bytes.Buffer
		media, write := bring(&body, files()...)
		must(t, write())
		header := http.Header{}
		if key != "" {
			header.Set("Idempotency-Key", key)
		}
		half := int64(body.Len() / 2)
		cut := &meanwhile{from: bytes.NewReader(body.Bytes()), left: half, do: func() { store.Kill(t) }}
		response, _ := anna.bringBody(nil, media, header, cut)
		if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
			t.Errorf("away: %d %v", response.StatusCode, response.Header)
		}
		if now := documentsThere(t)["inbox"]; now != before {
			t.Errorf("while the store is away, %d documents are recorded", now-before)
		}
		store.Start(t)
		response, brought := anna.bringBody(nil, media, header, bytes.NewReader(body.Bytes()))
		if response.StatusCode != http.StatusOK || len(brought) != 3 || documentsThere(t)["inbox"] != before+3 {
			t.Errorf("back: %d %+v, %v", response.StatusCode, brought, documentsThere(t))
		}
	}
}

// meanwhile is a reader that does something once so much was read.
type meanwhile struct {
	from io.Reader
	left int64
	do   func()
}

func (m *meanwhile) Read(b []byte) (int, error) {
	if m.left <= 0 && m.do != nil {
		m.do()
		m.do = nil
	}
	if m.left > 0 {
		b = b[:min(int64(len(b)), m.left)]
	}
	n, err := m.from.Read(b)
	m.left -= int64(n)
	return n, err
}

// The reply to each commit of an upload in turn is cut off, and Neo4j refuses connections while files come in: what is answered is the truth,
// or that it is not known, and the same request under its key ends with each document once.
func TestTheGraphGoesAwayDuringAnUpload(t *testing.T) {
	storetest.Redis(t)
	freshStores(t)
	target := os.Getenv("NEO4J_URI")
	proxy := newProxy(t, target)
	t.Setenv("NEO4J_URI", "bolt://"+proxy.address)
	company := openCompany(t)
	anna := company.as("anna")
	total := 0
	bring := func(key string) int {
		response, brought := anna.bring(nil, key, uploadOf("a.txt", "one of "+key+"\n"), uploadOf("b.txt", "two of "+key+"\n"))
		if response.StatusCode == http.StatusOK && len(brought) != 2 {
			t.Errorf("%s: %+v", key, brought)
		}
		return response.StatusCode
	}
	there := func() (count int) {
		for _, n := range storetest.Count(t, `MATCH (d:Document) RETURN 'all' AS key, count(d) AS count`) {
			count += n
		}
		return count
	}
	for n := int64(1); n <= 8; n++ {
		key := "cut-" + strconv.Itoa(int(n))
		proxy.cutAt.Store(proxy.commits.Load() + n)
		status := bring(key)
		if status != http.StatusOK && status != http.StatusServiceUnavailable && status != http.StatusConflict {
			t.Errorf("commit %d: %d", n, status)
		}
		proxy.cutAt.Store(0)
		if total += 2; !eventually(func() bool { return bring(key) == http.StatusOK }) || there() != total {
			t.Errorf("commit %d: there are %d documents, want %d", n, there(), total)
		}
	}
	proxy.goAway()
	if status := bring("away"); status != http.StatusServiceUnavailable {
		t.Errorf("away: %d", status)
	}
	proxy.away.Store(false)
	if total += 2; !eventually(func() bool { return bring("away") == http.StatusOK }) || there() != total {
		t.Errorf("back: there are %d documents, want %d", there(), total)
	}
}

// eventually says whether something comes true within a minute.
func eventually(happens func() bool) bool {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if happens() {
			return true
		}
	}
	return false
}

// A worker that watches a folder is killed at each of its steps in turn: in the end, each file is where it belongs, each document there
// once, and the reasons of what was refused stand beside it.
func TestKilledWhileWatchingAFolder(t *testing.T) {
	freshStores(t)
	storetest.Redis(t)
	folder := t.TempDir()
	old := time.Now().Add(-time.Hour)
	drop := func(name, text string) {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, []byte(text), 0o600))
		must(t, os.Chtimes(path, old, old))
	}
	t.Setenv("UPLINE_BACKUP_CRON", "0 0 1 1 *")
	t.Setenv("UPLINE_INBOX_FOLDER", folder)
	const kills = 24
	died := 0
	want := 0
	for n := 1; n <= kills; n++ {
		text := "letter " + strconv.Itoa(n) + "\n"
		drop("letter.txt", text) // the same name each time
		drop("copy of letter "+strconv.Itoa(n)+".txt", text)
		drop("bad "+strconv.Itoa(n)+".txt", "")
		want += 2
		worker := process(t, diesAt+"="+strconv.Itoa(n), "work", "--concurrency", "1")
		must(t, worker.Start())
		ended := make(chan struct{})
		go func() { _ = worker.Wait(); close(ended) }()
		select {
		case <-ended:
			died++
		case <-time.After(15 * time.Second):
			must(t, worker.Process.Kill())
			<-ended
		}
		last := process(t, "", "work", "--concurrency", "1")
		must(t, last.Start())
		if !eventually(func() bool { return len(filesIn(t, folder)) == 0 }) {
			t.Errorf("after step %d, there is still %v", n, filesIn(t, folder))
		}
		must(t, last.Process.Kill())
		_ = last.Wait()
	}
	if died < kills/2 {
		t.Errorf("only %d of %d workers died by themselves: the test proves little", died, kills)
	}
	all := 0
	for _, count := range documentsThere(t) {
		all += count
	}
	if all != want {
		t.Errorf("there are %d documents, want %d", all, want)
	}
	if done := filesIn(t, filepath.Join(folder, "done")); len(done) != want {
		t.Errorf("done are %d files, want %d: %v", len(done), want, done)
	}
	refused := filesIn(t, filepath.Join(folder, "refused"))
	reasons := 0
	for _, name := range refused {
		if strings.HasPrefix(name, "bad") && strings.HasSuffix(name, ".txt.txt") {
			text, err := os.ReadFile(filepath.Join(folder, "refused", name))
			must(t, err)
			if !strings.Contains(string(text), "empty") {
				t.Errorf("%s says %q", name, text)
			}
			reasons++
		}
	}
	if len(refused)-reasons != kills || reasons < kills {
		t.Errorf("refused are %v", refused)
	}
}

// filesIn are the names of the files of a folder.
func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, entry := range entries {
		if !entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}
