package reading_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"upline/documents/intake"
	"upline/documents/intake/reading"
)

// asked is the variable by which this test asks itself, in a process of its own, to read a file.
const asked = "UPLINE_READING_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(asked); path != "" {
		fmt.Print(readAll(path))
		return
	}
	os.Exit(m.Run())
}

// readAll reads all that there is of a file, twice, and says how much memory this process and its programs took at most, in kB.
func readAll(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	info, err := file.Stat()
	if err != nil {
		return err.Error()
	}
	ctx := context.Background()
	report, err := (&intake.Inspector{}).Inspect(ctx, intake.File{Body: file, Size: info.Size()})
	if err != nil || report.Verdict != intake.Accepted {
		return fmt.Sprint(report.Findings, err)
	}
	r, f := reading.New(reading.Config{}), reading.File{Path: path, Report: report}
	for range 2 {
		if err := r.Preview(ctx, f, 1, 800, io.Discard); err != nil {
			return err.Error()
		}
		if _, err := r.Codes(ctx, f); err != nil {
			return err.Error()
		}
	}
	if text, err := r.Text(ctx, f); err != nil || text.Unread > 0 {
		return fmt.Sprint(text, err)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err.Error()
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var children syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &children); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s %d", strings.Fields(after)[0], children.Maxrss)
}

// The largest pictures that are drawn: a page of A4 at 600 dpi in colour.
func TestReadingTakesLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: poppler-utils, tesseract-ocr, zbar-tools")
	}
	large := image.NewRGBA(image.Rect(0, 0, 4960, 7016))
	for i := range large.Pix {
		large.Pix[i] = 255
	}
	write(t, large, "Provisionsabrechnung", "Partnernummer P-4711")
	for name, raw := range map[string][]byte{"png": pngOf(large), "jpeg": jpegOf(large), "pdf": pdfOf(page{picture: large.SubImage(image.Rect(0, 0, 2480, 3508)), box: "0 0 595 842"})} {
		if name == "pdf" {
			raw = bytes.Replace(raw, []byte("/DeviceGray"), []byte("/DeviceRGB"), 1)
		}
		f := brought(t, "a."+name, raw)
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), asked+"="+f.Path)
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, who := range []string{"the process", "its programs"} {
			fields := strings.Fields(string(out))
			kilobytes, err := strconv.Atoi(fields[min(i, len(fields)-1)])
			if err != nil {
				t.Fatalf("%s: %s", name, out)
			}
			t.Logf("%s: %s took %d MB", name, who, kilobytes>>10)
			if kilobytes > 300<<10 {
				t.Errorf("%s: %s took %d MB", name, who, kilobytes>>10)
			}
		}
	}
}
