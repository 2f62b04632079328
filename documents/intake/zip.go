package intake

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// archive is a ZIP file under way.
type archive struct {
	*look
	files []*zip.File
}

// seeZIP looks at a ZIP file: at its directory, at each member, and whether it is one of Office.
func (l *look) seeZIP() error {
	if l.nested >= l.limits.Nested {
		return refuse("nested", "archives are nested more than %d deep: unpack it", l.limits.Nested)
	}
	a, err := l.openZIP()
	if err != nil {
		return err
	}
	kind, err := a.office()
	if err != nil {
		return err
	}
	if kind != "" {
		l.report.Type = kind
		return a.seeOffice()
	}
	for _, f := range a.files {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := a.open(f)
		if err != nil {
			return err
		}
		if r == nil {
			continue // encrypted
		}
		if err := l.member(f.Name, r); err != nil {
			return a.broken(f, err)
		}
	}
	return nil
}

// openZIP reads the directory, once it is known that it is small enough and that everybody would read the same one.
func (l *look) openZIP() (*archive, error) {
	if err := l.directory(); err != nil {
		return nil, err
	}
	reader, err := zip.NewReader(l, l.size)
	if err != nil && l.ctx.Err() == nil {
		return nil, damaged("its directory cannot be read")
	}
	if err != nil {
		return nil, err
	}
	a := &archive{l, reader.File}
	if len(a.files) == 0 {
		return nil, refuse("empty", "the archive is empty")
	}
	seen := map[string]bool{}
	for _, f := range a.files {
		if err := a.listed(f); err != nil {
			return nil, err
		}
		if key := strings.ToLower(path.Clean(f.Name)); seen[key] {
			return nil, refuse("two-types", "two members are called %s", Shown(f.Name))
		} else {
			seen[key] = true
		}
	}
	return a, a.covered()
}

// listed refuses what a member must not be.
func (a *archive) listed(f *zip.File) error {
	name := f.Name
	switch {
	case name == "" || strings.ContainsAny(name, "\\\x00") || strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' || !fs.ValidPath(strings.TrimSuffix(name, "/")):
		return refuse("path", "the member %s would be unpacked elsewhere", Shown(name))
	case f.Mode()&fs.ModeSymlink != 0:
		return refuse("path", "the member %s is a link", Shown(name))
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return refuse("packing", "the member %s is packed in a way that is not read: pack it with Deflate", Shown(name))
	case f.CompressedSize64 > uint64(a.size) || f.Method == zip.Store && f.CompressedSize64 != f.UncompressedSize64 && f.Flags&1 == 0:
		return damaged("the size of the member %s is wrong", Shown(name))
	case f.UncompressedSize64 > uint64(a.limits.Unpacked):
		return refuse("bomb", "it unpacks to more than %d bytes", a.limits.Unpacked)
	}
	a.spent.members++
	if a.spent.members > a.limits.Entries {
		return refuse("too-many-members", "it has more than %d members: bring it in parts", a.limits.Entries)
	}
	return nil
}

// covered checks that members follow one another without gaps and without overlapping: in a gap, other readers could see another
// file; bombs use the same bytes for many members.
func (a *archive) covered() error {
	type span struct{ begin, end int64 }
	var spans []span
	for _, f := range a.files {
		data, err := f.DataOffset()
		if err != nil {
			return a.broken(f, err)
		}
		begin, err := a.header(f, data)
		if err != nil {
			return err
		}
		spans = append(spans, span{begin, data + int64(f.CompressedSize64)})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(min(max(a.begin-b.begin, -1), 1)) })
	at := int64(0)
	for _, s := range spans {
		if s.begin < at {
			return refuse("bomb", "its members overlap")
		}
		if s.begin-at > 24 { // a descriptor has up to 24 bytes
			return refuse("two-types", "something stands between its members")
		}
		at = s.end
	}
	return nil
}

// header finds the header before a member's data, which must say the same as the directory.
func (a *archive) header(f *zip.File, data int64) (int64, error) {
	size := min(data, 30+int64(len(f.Name))+1<<16)
	p := make([]byte, size)
	if err := a.readAt(p, data-size); err != nil {
		return 0, err
	}
	for at := len(p) - 30 - len(f.Name); at >= 0; at-- {
		if string(p[at:at+4]) != "PK\x03\x04" {
			continue
		}
		name, extra := int(binary.LittleEndian.Uint16(p[at+26:])), int(binary.LittleEndian.Uint16(p[at+28:]))
		if at+30+name+extra != len(p) {
			continue
		}
		if string(p[at+30:at+30+name]) != f.Name || binary.LittleEndian.Uint16(p[at+8:]) != f.Method {
			break
		}
		return data - size + int64(at), nil
	}
	return 0, refuse("two-types", "the member %s is another one in the directory", Shown(f.Name))
}

// open opens a member to unpack; nil: it is encrypted, which is noted.
func (a *archive) open(f *zip.File) (io.Reader, error) {
	if f.Flags&1 != 0 {
		a.attach("encrypted", "members are encrypted: nobody can look at them here")
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.broken(f, err)
	}
	return a.unpack(r, int64(f.CompressedSize64)), nil
}

// broken is an error from unpacking: a refusal, one of the file below, or damage.
func (a *archive) broken(f *zip.File, err error) error {
	if _, ok := errors.AsType[*refusal](err); ok || a.ctx.Err() != nil || isOwn(err) {
		return err
	}
	return damaged("the member %s cannot be unpacked", Shown(f.Name))
}
