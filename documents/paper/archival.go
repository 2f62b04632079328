package paper

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// profile says what the colours are: the sRGB of the International Color Consortium, which may be embedded (sRGB2014.LICENSE).
//
//go:embed sRGB2014.icc
var profile []byte

// The library writes PDF; what ISO 19005-3 (PDF/A-3) asks for besides is added here: the kind of each attached file and its relation to
// the document, the list of them in the catalogue, an identity in the trailer, and a pointer to the right information.

var (
	startOfTable = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`)
	filespec     = []byte("<< /Type /Filespec /F () ")
	embedded     = []byte("<< /Type /EmbeddedFile /Length ")
	names        = []byte("/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>")
)

// archival makes PDF/A-3b of what the library wrote.
func (s *Sheet) archival(file []byte) ([]byte, error) {
	objects, err := objectsOf(file)
	if err != nil {
		return nil, undrawn(err)
	}
	var specs []string
	next, info := 0, 0
	for i, object := range objects {
		switch {
		case bytes.Contains(object, embedded) && next < len(s.files):
			kind := []byte("<< /Type /EmbeddedFile /Subtype /" + strings.ReplaceAll(s.files[next].Type, "/", "#2F") + " /Length ")
			object = bytes.Replace(object, embedded, kind, 1)
			dated := fmt.Sprintf("/Params << /ModDate (D:%sZ) ", s.about.Made.UTC().Format("20060102150405"))
			objects[i] = bytes.Replace(object, []byte("/Params << "), []byte(dated), 1)
		case bytes.Contains(object, filespec):
			spec := fmt.Sprintf("<< /Type /Filespec /F (%s) /AFRelationship /%s ", s.files[next].Name, s.files[next].Relation)
			objects[i] = bytes.Replace(object, filespec, []byte(spec), 1)
			specs = append(specs, fmt.Sprintf("%d 0 R", i+1))
			next++
		case bytes.Contains(object, []byte("/CreationDate ")) && !bytes.Contains(object, []byte("stream\n")):
			info = i + 1
		}
	}
	catalogue := &objects[len(objects)-1]
	*catalogue = bytes.Replace(*catalogue, names, nil, 1) // an empty list of names
	if len(specs) > 0 {
		*catalogue = bytes.Replace(*catalogue, []byte("/Type /Catalog\n"), fmt.Appendf(nil, "/Type /Catalog\n/AF [%s]\n", strings.Join(specs, " ")), 1)
	}
	return assemble(objects, info), nil
}

// objectsOf cuts a file into its objects, by the table at its end.
func objectsOf(file []byte) ([][]byte, error) {
	found := startOfTable.FindSubmatch(file)
	if found == nil {
		return nil, fmt.Errorf("the file has no table of objects")
	}
	table, _ := strconv.Atoi(string(found[1]))
	rows := bytes.Split(file[table:], []byte("\n"))
	var offsets []int
	for _, row := range rows[3:] { // after xref, its size, and the free entry
		if !bytes.HasSuffix(row, []byte(" n ")) {
			break
		}
		offset, err := strconv.Atoi(string(row[:10]))
		if err != nil {
			return nil, err
		}
		offsets = append(offsets, offset)
	}
	objects := make([][]byte, len(offsets))
	order := append(slices.Clone(offsets), table)
	slices.Sort(order) // the library does not write all objects in the order of their numbers
	for i, from := range offsets {
		next, _ := slices.BinarySearch(order, from+1)
		if next == len(order) || order[next] > table {
			return nil, fmt.Errorf("object %d begins behind the table", i+1)
		}
		objects[i] = file[from:order[next]:order[next]]
	}
	return objects, nil
}

// assemble writes objects and a table that finds them.
func assemble(objects [][]byte, info int) []byte {
	out := bytes.NewBuffer(make([]byte, 0, 1024+totalOf(objects)))
	out.WriteString("%PDF-1.7\n%\xc2\xb5\xc2\xb6\n")
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = out.Len()
		out.Write(object)
	}
	identity := sha256.Sum256(out.Bytes())
	table := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%x> <%x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, len(objects), info, identity[:16], identity[:16], table)
	return out.Bytes()
}

func totalOf(objects [][]byte) (total int) {
	for _, object := range objects {
		total += len(object) + 20
	}
	return total
}

// metadata is what programs read of the document (XMP, ISO 16684-1).
func (s *Sheet) metadata() []byte {
	at := s.about.Made.UTC().Format("2006-01-02T15:04:05+00:00")
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>Upline</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate></rdf:Description>
%s</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`, "\ufeff", escaped(s.head.regular.drawable(s.about.Title)), escaped(s.head.regular.drawable(s.head.Company.Name)), escaped(s.about.Language), at, at, s.about.XMP)
	return b.Bytes()
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}
