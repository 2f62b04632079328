package intake

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// ZIP's end record, and what may stand behind it.
const (
	zipEnd        = "PK\x05\x06"
	zipEndSize    = 22
	zipCommentMax = 1<<16 - 1
)

// alone refuses a file that is of two types at once: readers that look for a header further in, or for a directory at the end,
// would see another file than we do.
func (l *look) alone() error {
	if l.report.Type != PDF && l.report.Type != ZIP && l.report.Type != Text {
		if at := bytes.Index(l.head[:min(len(l.head), 1024)], []byte("%PDF-")); at > 0 {
			return refuse("two-types", "the file is %s and PDF at once", l.report.Type)
		}
	}
	if l.report.Type == Text && bytes.HasPrefix(bytes.TrimLeft(l.head, " \t\r\n\f\xef\xbb\xbf"), []byte("%PDF-")) {
		return refuse("two-types", "a PDF begins with its header: there is something before it; save it anew")
	}
	if l.report.Type.isArchive() {
		return nil
	}
	tail, _, err := l.tail(zipEndSize + zipCommentMax)
	if err != nil {
		return err
	}
	if endsAsZIP(tail) {
		return refuse("two-types", "the file is %s and ZIP at once", l.report.Type)
	}
	return nil
}

// endsAsZIP says whether the end of a file is one of ZIP: an end record with a comment that ends with the file.
func endsAsZIP(tail []byte) bool {
	for at := len(tail); ; {
		if at = bytes.LastIndex(tail[:at], []byte(zipEnd)); at < 0 {
			return false
		}
		if len(tail)-at >= zipEndSize && at+zipEndSize+int(binary.LittleEndian.Uint16(tail[at+20:])) == len(tail) {
			return true
		}
	}
}

// eicar is the string by which scanners are tested, put together when the program starts: they would take the program for it.
var eicar = []byte(strings.Join([]string{`X5O!P%@AP[4\PZX54(P^)7CC)7}$`, "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"}, ""))

// harmless refuses a file that has the string by which scanners are tested.
func (l *look) harmless() error {
	return l.pieces(0, len(eicar)-1, func(piece []byte, _ int64, _ int) error {
		if bytes.Contains(piece, eicar) {
			return refuse("eicar", "the file has the EICAR string, by which scanners are tested")
		}
		return nil
	})
}

// trailing looks at what stands behind the end of a picture or PDF.
func (l *look) trailing(end int64) error {
	n := l.size - end
	if n <= 0 {
		return nil
	}
	head := make([]byte, min(n, headSize))
	if err := l.readAt(head, end); err != nil {
		return err
	}
	if n <= headSize && len(bytes.Trim(head, "\x00 \t\r\n")) == 0 {
		return nil // filled up
	}
	content := bytes.TrimLeft(head, "\x00 \t\r\n")
	if what := program(content); what != "" {
		return refuse("program", "behind its end is %s", what)
	}
	for _, s := range signatures {
		if s.of != JPEG && bytes.HasPrefix(content, []byte(s.begin)) {
			return refuse("two-types", "behind its end is a file of type %s", s.of)
		}
	}
	if bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) {
		return refuse("two-types", "behind its end is a PDF")
	}
	l.attach("trailing", "%d bytes stand behind its end: save it anew to have it shown", n)
	return nil
}
