package intake_test

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"upline/documents/intake"
)

// memoryMax is how much memory any file may take, in bytes.
const memoryMax = 300 << 20

// asked is the variable by which this test asks itself, in a process of its own, to look at a file.
const asked = "UPLINE_INTAKE_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(asked); path != "" {
		said := look(path)
		fmt.Println(peak())
		fmt.Println(said)
		return
	}
	os.Exit(m.Run())
}

// look looks at a file with limits that are as good as none.
func look(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	info, err := file.Stat()
	if err != nil {
		return err.Error()
	}
	i := intake.Inspector{Folder: filepath.Dir(path), Limits: intake.Limits{Size: 4 << 30, Unpacked: 4 << 30, Pages: 1 << 20, Ratio: 1 << 20, Pixels: 1 << 32}}
	report, err := i.Inspect(context.Background(), intake.File{Name: path, Body: file, Size: info.Size()})
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s %s %v", report.Verdict, report.Type, report.Findings)
}

// peak is how much memory this process has taken at most, in kB.
func peak() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err.Error()
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	return strings.Fields(after)[0]
}

// Hostile files, looked at each in a process of its own: what it says, and the memory it took at most.
func TestNoFileTakesMuchMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads gigabytes")
	}
	for name, c := range map[string]struct {
		make func(w *bufio.Writer)
		size int64 // to which the file is filled up with a hole; 0: as it is
		want string
	}{
		"2 GiB of nothing":            {func(*bufio.Writer) {}, 2 << 30, "refused application/octet-stream"},
		"2 GiB that begin as PDF":     {begins("%PDF-1.7\n"), 2 << 30, "refused application/pdf"},
		"2 GiB that begin as PNG":     {begins("\x89PNG\r\n\x1a\n"), 2 << 30, "refused image/png"},
		"2 GiB that begin as JPEG":    {begins("\xff\xd8\xff\xda\x00\x02"), 2 << 30, "refused image/jpeg"},
		"2 GiB that begin as ZIP":     {begins("PK\x03\x04"), 2 << 30, "refused application/zip"},
		"2 GiB that begin as text":    {begins(strings.Repeat("text\n", 1000)), 2 << 30, "refused text/plain"},
		"PDF of 10,000 pages":         {func(w *bufio.Writer) { _, _ = w.Write(pdfPages(10_000, "")) }, 0, "accepted application/pdf"},
		"PDF that packs many objects": {manyPacks, 0, "refused application/pdf"},
		"PDF of one dictionary":       {around("%PDF-1.7\n1 0 obj << ", "/A /B ", 8<<20, ">> /Type /Page "+pdfEnd), 0, "refused application/pdf"},
		"PDF of brackets":             {around("%PDF-1.7\n<< /Type /Page >> ", "<< [ ", 8<<20, pdfEnd), 0, "accepted application/pdf"},
		"PDF of one name":             {around("%PDF-1.7\n<< /Type /Page >> /", "x", 16<<20, pdfEnd), 0, "accepted application/pdf"},
		"PDF of streams without ends": {around("%PDF-1.7\n<< /Type /Page >> ", "<< /Filter /Fl >> stream\nx\xda", 1<<20, pdfEnd), 0, "accepted application/pdf"},
		"ZIP that lists millions":     {manyListed, 0, "refused application/zip"},
		"XML of one text":             {around("<?xml version='1.0'?><a>", "x", 48<<20, "</a>"), 0, "refused application/xml"},
		"XML of one tag":              {around("<?xml version='1.0'?><a", " b=''", 1<<20, "/>"), 0, "refused application/xml"},
		"XML of one comment":          {around("<?xml version='1.0'?><!--", "x", 48<<20, "--><a/>"), 0, "refused application/xml"},
		"XML of many elements":        {around("<?xml version='1.0'?><a>", "<b c='d'/>", 8<<20, "</a>"), 0, "accepted application/xml"},
		"XML of many names":           {names, 0, "accepted application/xml"},
		"Word of one text":            {hugeWord, 0, "refused application/zip"},
		"mail of one line":            {around("From: a@b\nDate: x\nTo: b\n\n", "x", 48<<20, "\n"), 0, "accepted message/rfc822"},
		"mail of one head":            {around("From: a@b\nDate: x\nTo: b\nX: ", "x", 48<<20, "\n\n"), 0, "refused"},
		"mail of many parts":          {around("From: a@b\nDate: x\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n", "--x\n\n\n", 4<<20, "--x--\n"), 0, "refused message/rfc822"},
		"TIFF of many pages":          {manyPages, 0, "accepted image/tiff"},
		"PNG of many pixels":          {manyPixels, 0, "accepted image/png"},
	} {
		t.Run(name, func(t *testing.T) {
			said, memory := inProcess(t, c.make, c.size)
			if !strings.HasPrefix(said, c.want) {
				t.Errorf("it is %.300s, want %s", said, c.want)
			}
			if memory > memoryMax {
				t.Errorf("it took %d MB", memory>>20)
			}
			t.Logf("%d MB: %.200s", memory>>20, said)
		})
	}
}

// inProcess has a file looked at in a process of its own.
func inProcess(t *testing.T, write func(*bufio.Writer), size int64) (said string, memory int64) {
	path := filepath.Join(t.TempDir(), "file")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	write(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if size > 0 {
		if err := file.Truncate(size); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), asked+"="+path)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %.2000s", err, out)
	}
	first, rest, _ := strings.Cut(string(out), "\n")
	kilobytes, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return rest, kilobytes << 10
}

const pdfEnd = "\nendobj\nstartxref\n0\n%%EOF\n"

func begins(text string) func(*bufio.Writer) {
	return func(w *bufio.Writer) { _, _ = w.WriteString(text) }
}

// around writes a piece again and again, to a size.
func around(before, piece string, size int, after string) func(*bufio.Writer) {
	return func(w *bufio.Writer) {
		_, _ = w.WriteString(before)
		for range size / len(piece) {
			_, _ = w.WriteString(piece)
		}
		_, _ = w.WriteString(after)
	}
}

// manyPacks writes a PDF with object streams that unpack to gigabytes of names.
func manyPacks(w *bufio.Writer) {
	pack := flateStream("/Type /ObjStm /N 1 /First 5", []byte(strings.Repeat("/A ", 20<<20)))
	many := make([]pdfObject, 10)
	for i := range many {
		many[i] = pack
	}
	_, _ = w.Write(pdfOf(many...))
}

// manyListed writes an archive whose directory lists millions of members.
func manyListed(w *bufio.Writer) {
	const n = 1_000_000
	entry := make([]byte, 46)
	copy(entry, "PK\x01\x02")
	_, _ = w.WriteString("PK\x03\x04" + strings.Repeat("\x00", 26))
	for range n {
		_, _ = w.Write(entry)
	}
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], 0xffff)
	binary.LittleEndian.PutUint16(end[10:], 0xffff)
	binary.LittleEndian.PutUint32(end[12:], n*46)
	binary.LittleEndian.PutUint32(end[16:], 30)
	_, _ = w.Write(end)
}

// names writes XML whose elements and name spaces all differ.
func names(w *bufio.Writer) {
	_, _ = w.WriteString("<?xml version='1.0'?><a>")
	for i := range 200_000 {
		_, _ = fmt.Fprintf(w, "<b%d xmlns:c%d='d'/>", i, i)
	}
	_, _ = w.WriteString("</a>")
}

// hugeWord writes a Word file with one text.
func hugeWord(w *bufio.Writer) {
	archive := zip.NewWriter(w)
	f, _ := archive.Create("[Content_Types].xml")
	_, _ = io.WriteString(f, "<Types><a>")
	text := []byte(strings.Repeat("x", 1<<20))
	for range 64 {
		_, _ = f.Write(text)
	}
	_, _ = io.WriteString(f, "</a></Types>")
	_ = archive.Close()
}

// manyPages writes a TIFF of pages that name as many pieces as they may, all the same ones.
func manyPages(w *bufio.Writer) {
	const pages, pieces = 200, 100_000
	_, _ = w.WriteString("II*\x00")
	le := func(n, size int) {
		for range size {
			_ = w.WriteByte(byte(n))
			n >>= 8
		}
	}
	first := 8 + pieces*4
	le(first, 4)
	for range pieces {
		le(8, 4)
	}
	const page = 2 + 4*12 + 4
	for n := range pages {
		le(4, 2)
		for _, e := range [][4]int{{256, 4, 1, 10}, {257, 4, 1, 10}, {273, 4, pieces, 8}, {279, 4, pieces, 8}} {
			le(e[0], 2)
			le(e[1], 2)
			le(e[2], 4)
			le(e[3], 4)
		}
		next := first + (n+1)*page
		if n == pages-1 {
			next = 0
		}
		le(next, 4)
	}
}

// manyPixels writes a PNG of a white page of 400 million pixels in colour.
func manyPixels(w *bufio.Writer) {
	h := binary.BigEndian.AppendUint32(nil, 20_000)
	h = append(binary.BigEndian.AppendUint32(h, 20_000), 8, 2, 0, 0, 0)
	_, _ = w.WriteString("\x89PNG\r\n\x1a\n")
	_, _ = w.Write(chunk("IHDR", h))
	_, _ = w.Write(chunk("IDAT", packedZeros(20_000*(1+3*20_000))))
	_, _ = w.Write(chunk("IEND", nil))
}
