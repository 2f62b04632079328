package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"upline/api/apitest"
	"upline/internal/storetest"
)

// memoryMost is how much memory the server may ever have, in KiB.
const memoryMost = 300 << 10

// zeros are as many as are read.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// bomb is an archive of a member that unpacks to gigabytes.
func bomb(t *testing.T, size int64) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	f, err := w.Create("zeros")
	must(t, err)
	_, err = io.CopyN(f, zeros{}, size)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

// zipped is an archive of files.
func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, body := range files {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write(body)
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// pagesPDF is a PDF of many empty pages, with more in its catalogue.
func pagesPDF(pages int, catalogue string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	write := func(dict string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), dict)
	}
	var kids strings.Builder
	for n := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+n)
	}
	write("<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>")
	write(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", pages, kids.String()))
	for range pages {
		write("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}

// server is `upline serve` as a process of its own.
type server struct {
	companyByAPI
	cmd *exec.Cmd
}

// newServer starts one, on empty stores.
func newServer(t *testing.T, args ...string) *server {
	t.Helper()
	freshStores(t)
	storetest.Redis(t)
	t.Setenv("UPLINE_TOKENS", "anna="+tokensOfStory["anna"])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := listener.Addr().String()
	must(t, listener.Close())
	s := &server{companyByAPI{t, "http://" + address, apitest.CheckAnswers(t, http.DefaultTransport)}, nil}
	s.cmd = process(t, "UPLINE_SPOOL="+t.TempDir(), append([]string{"serve", "--listen", address, "--operator-listen", "127.0.0.1:0"}, args...)...)
	s.cmd.Stderr = io.Discard
	must(t, s.cmd.Start())
	t.Cleanup(func() { end(s.cmd, syscall.SIGKILL) })
	up := eventually(func() bool {
		response, err := http.Get(s.address + "/healthz")
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	if !up {
		t.Fatal("the server does not answer after a minute")
	}
	return s
}

// peak is how much memory the server has had at most, in KiB.
func (s *server) peak() int {
	s.t.Helper()
	status, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/status")
	must(s.t, err)
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmHWM:" {
			kib, err := strconv.Atoi(fields[1])
			must(s.t, err)
			return kib
		}
	}
	s.t.Fatal("the system does not tell the peak of memory")
	return 0
}

// naughty are names as nobody means well with them (from the Big List of Naughty Strings, and worse).
var naughty = []string{
	"../../../../etc/passwd", `..\..\windows\system32\config`, "con.txt", "NUL", ".htaccess", "-rf", "a\"; filename=\"b.exe", "Ω≈ç√∫˜µ≤≥÷", "\u202egnp.exe", "\u200b", "田中さんにあげて下さい.txt",
	"<script>alert(1)</script>.txt", "'; DROP TABLE documents; --", "{{7*7}}", "$(touch x)", "%00.txt", "a\tb.txt", strings.Repeat("langer Name ", 40) + ".txt", "👾🙇💁🙅.txt", "ﷺ", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮.txt", "nan", "",
}

// Whatever is brought, each file is refused with a reason, or stored safely, and the server needs no more memory than it should.
func TestTheNastySet(t *testing.T) {
	s := newServer(t)
	anna := s.as("anna")
	js := "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
	for _, c := range []struct {
		name, want, code string
		body             []byte
	}{
		{"empty.pdf", "refused", "empty", nil},
		{"eicar.txt", "refused", "eicar", []byte(eicar())},
		{"eicar.zip", "refused", "eicar", zipped(t, map[string][]byte{"a/eicar.txt": []byte(eicar())})},
		{"bomb.zip", "refused", "", bomb(t, 3<<30)},
		{"nested.zip", "refused", "", zipped(t, map[string][]byte{"1.zip": zipped(t, map[string][]byte{"2.zip": zipped(t, map[string][]byte{"3.zip": zipped(t, map[string][]byte{"x.txt": []byte("x")})})})})},
		{"invoice.pdf", "refused", "", append([]byte("MZ\x90\x00"), make([]byte, 600)...)},
		{"picture.png", "refused", "", []byte("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 600))},
		{"script.txt", "refused", "", []byte("#!/bin/sh\nrm -rf /\n")},
		{"cut.png", "refused", "damaged", letterPicture(t, "x")[:900]},
		{"pages.pdf", "refused", "", pagesPDF(10_000, "")},
		{"javascript.pdf", "attachment", "", pagesPDF(1, js)},
		{"page.html", "attachment", "", []byte("<!DOCTYPE html><html><script>alert(1)</script></html>")},
		{"random.bin", "refused", "", bytes.Repeat([]byte{0xfe, 0x01, 0x99}, 10_000)},
	} {
		_, files := anna.bring(nil, "", upload{c.name, bytes.NewReader(c.body)})
		if len(files) != 1 || files[0].Verdict != c.want || !strings.Contains(files[0].codes(), c.code) || c.want == "refused" && (files[0].Document != "" || files[0].codes() == "") {
			t.Errorf("%s is %+v, want %s with %s", c.name, files, c.want, c.code)
		}
		t.Logf("%-16s %-10s %s; peak %d KiB", c.name, c.want, files[0].codes(), s.peak())
	}
	for _, name := range naughty {
		_, files := anna.bring(nil, "", uploadOf(name, "harmless\n"))
		if len(files) == 1 && files[0].Verdict == "accepted" {
			continue
		}
		if name == "" && len(files) == 0 { // a part without a name is no file
			continue
		}
		t.Errorf("a file called %q is %+v", name, files)
	}
	for name := range storetest.Count(t, `MATCH (d:Document) RETURN d.file AS key, count(*) AS count`) {
		if strings.ContainsAny(name, "/\\\x00\r\n\t\u202e\u200b\"<>") || name == "" || strings.HasPrefix(name, ".") {
			t.Errorf("a name is kept as %q", name)
		}
	}
	s.enormous(anna)
	there := documentsThere(t)["inbox"]
	many := make([]upload, 300)
	for i := range many {
		many[i] = uploadOf(fmt.Sprintf("%d.txt", i), fmt.Sprintf("text %d\n", i))
	}
	if _, files := anna.bring(nil, "", many...); len(files) != 300 || documentsThere(t)["inbox"] != there+300 {
		t.Errorf("of 300 files, %d are told, and %d there", len(files), documentsThere(t)["inbox"]-there)
	}
	if peak := s.peak(); peak > memoryMost {
		t.Errorf("the server had %d KiB of memory, and may have %d", peak, memoryMost)
	}
}

// lines are a text without an end.
type lines struct{ at int }

func (l *lines) Read(b []byte) (int, error) {
	const line = "all work and no play makes a long text\n"
	for i := range b {
		b[i] = line[l.at%len(line)]
		l.at++
	}
	return len(b), nil
}

// enormous brings files of 2 GiB: one that says so before it comes, and one that does not; and one of 300 MiB, which a request may have, and a
// file may not, beside a text of 200 MiB and others.
func (s *server) enormous(anna *caller) {
	t := s.t
	for _, told := range []bool{true, false} {
		const size = 2 << 30
		reader, writer := io.Pipe()
		media, write := bring(writer, upload{"zeros.bin", io.LimitReader(zeros{}, size)})
		go func() { _ = writer.CloseWithError(write()) }()
		request := anna.request("POST", "/documents", nil, nil)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		stream, err := http.NewRequestWithContext(ctx, "POST", request.URL.String(), reader)
		must(t, err)
		stream.Header = request.Header
		stream.Header.Set("Content-Type", media)
		if told {
			stream.ContentLength = size + 1000 // it is never sent to the end
			stream.Header.Set("Expect", "100-continue")
		}
		response, err := (&http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}).Do(stream)
		switch {
		case err != nil: // the server hangs up while it is still sent
			t.Logf("2 GiB, told %v: %v", told, err)
		case response.StatusCode != http.StatusRequestEntityTooLarge:
			t.Errorf("2 GiB, told %v: %d", told, response.StatusCode)
		}
		if err == nil {
			_ = response.Body.Close()
		}
		cancel()
		_ = reader.Close()
		t.Logf("2 GiB, told %v: peak %d KiB", told, s.peak())
	}
	reader, writer := io.Pipe()
	media, write := bring(writer, uploadOf("a.txt", "first\n"), upload{"zeros.bin", io.LimitReader(zeros{}, 300<<20)}, upload{"long.txt", io.LimitReader(&lines{}, 200<<20)}, uploadOf("b.txt", "last\n"))
	go func() { _ = writer.CloseWithError(write()) }()
	_, files := anna.bringBody(nil, media, http.Header{"Idempotency-Key": {"large"}}, reader)
	if len(files) != 4 || files[0].Verdict != "accepted" || files[1].codes() != "too-large" || files[2].Verdict != "accepted" || files[3].Verdict != "accepted" {
		t.Errorf("300 MiB among others: %+v", files)
	}
	t.Logf("300 MiB among others: peak %d KiB", s.peak())
}
