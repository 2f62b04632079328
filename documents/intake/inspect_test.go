package intake_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"upline/documents/intake"
	"upline/internal/fault"
)

// breaking is a file that ends a context, or fails, after some reads.
type breaking struct {
	*bytes.Reader
	left int
	then func() error
}

func (b *breaking) ReadAt(p []byte, at int64) (int, error) {
	if b.left--; b.left < 0 {
		if err := b.then(); err != nil {
			return 0, err
		}
	}
	return b.Reader.ReadAt(p, at)
}

// Wherever a look is interrupted, it is neither accepted nor refused.
func TestALookEndsWithItsContext(t *testing.T) {
	enough, broken := errors.New("enough"), errors.New("broken")
	for name, raw := range map[string][]byte{
		"pdf": pdfOf(packedObject(javaScript)), "png": pngOf(noise(10, 10)), "jpeg": jpegOf(noise(10, 10)), "tiff": tiffOf(2, 9, 9), "webp": webpOf(),
		"docx": wordOf(), "zip": zipOf(member{"a", "a"}), "xml": []byte(ciiText), "eml": []byte(mailText), "txt": []byte("text"),
	} {
		for reads := 0; ; reads++ {
			ctx, cancel := context.WithCancelCause(t.Context())
			ended := false
			body := &breaking{bytes.NewReader(raw), reads, func() error { ended = true; cancel(enough); return nil }}
			i := intake.Inspector{Folder: t.TempDir()}
			_, err := i.Inspect(ctx, intake.File{Body: body, Size: int64(len(raw))})
			cancel(nil)
			if !ended {
				break
			}
			if !errors.Is(err, enough) {
				t.Errorf("%s ended after %d reads: %v", name, reads, err)
			}
			body = &breaking{bytes.NewReader(raw), reads, func() error { return broken }}
			_, err = i.Inspect(t.Context(), intake.File{Body: body, Size: int64(len(raw))})
			if !errors.Is(err, broken) || fault.KindOf(err) != fault.Internal {
				t.Errorf("%s broke after %d reads: %v", name, reads, err)
			}
		}
	}
}

func TestAFileThatIsShorterThanItSaid(t *testing.T) {
	_, err := (&intake.Inspector{}).Inspect(t.Context(), intake.File{Body: bytes.NewReader([]byte("text")), Size: 5})
	if !errors.Is(err, io.ErrUnexpectedEOF) || fault.KindOf(err) != fault.Internal {
		t.Errorf("%v", err)
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	raw := zipOf(member{"a", "a"})
	i := intake.Inspector{Folder: filepath.Join(t.TempDir(), "none")}
	if _, err := i.Inspect(t.Context(), intake.File{Body: bytes.NewReader(raw), Size: int64(len(raw))}); fault.KindOf(err) != fault.Internal {
		t.Errorf("%v", err)
	}
}
