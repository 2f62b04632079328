package intake

// Limits say how much of everything a file may have.
type Limits struct {
	Size     int64 // bytes
	Pages    int
	Pixels   int64 // of a picture
	Unpacked int64 // bytes, of an archive with all that is in it
	Ratio    int64 // bytes unpacked for each packed, once ratioFrom is reached
	Entries  int   // files in an archive or a mail
	Nested   int   // archives in archives
	Depth    int   // elements in elements of XML
}

// withDefaults fills in what was not said.
func (l Limits) withDefaults() Limits {
	number := func(n *int, otherwise int) {
		if *n == 0 {
			*n = otherwise
		}
	}
	large := func(n *int64, otherwise int64) {
		if *n == 0 {
			*n = otherwise
		}
	}
	large(&l.Size, 256<<20)
	number(&l.Pages, 5_000)
	large(&l.Pixels, 64_000_000) // A4 at 600 dpi has 35 million
	large(&l.Unpacked, 1<<30)
	large(&l.Ratio, 200)
	number(&l.Entries, 5_000)
	number(&l.Nested, 2)
	number(&l.Depth, 64)
	return l
}

// ratioFrom is how much an archive may unpack to before the ratio counts, in bytes: a short table of zeros packs well.
const ratioFrom = 16 << 20

// Fixed limits: nobody brings more who means well.
const (
	headSize       = 4096      // how much of a file its type is told by
	findingsMax    = 50        // of a report
	xmlTagMax      = 64 << 10  // bytes
	xmlTextMax     = 24 << 20  // bytes: an invoice carries its picture as base64
	pdfPackMax     = 64 << 20  // bytes of an object stream, unpacked
	pdfPacksMax    = 128 << 20 // bytes of all of them
	pdfStreamMax   = 512 << 20
	pdfUnpackedMax = 8 << 30 // white pages pack very well
)
