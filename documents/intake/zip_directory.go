package intake

import (
	"bytes"
	"encoding/binary"
)

// Records of a ZIP file's directory.
const (
	zipEntrySize = 46
	zip64Size    = 56
	zip64Locator = 20
	zipPathMax   = 1_024
)

// directory walks through the directory of a ZIP file before anybody reads it into memory: it may claim millions of members. It
// must be where the end says, end where the end begins, and be the only one.
func (l *look) directory() error {
	tail, base, err := l.tail(zipEndSize + zipCommentMax)
	if err != nil {
		return err
	}
	at := bytes.LastIndex(tail, []byte(zipEnd))
	if at < 0 || len(tail)-at < zipEndSize {
		return damaged("it has no directory at its end")
	}
	end := tail[at:]
	if zipEndSize+int(binary.LittleEndian.Uint16(end[20:])) != len(end) {
		return refuse("two-types", "something stands behind the end of the archive")
	}
	size, begin := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	stop := base + int64(at)
	if stop >= zip64Locator {
		if size, begin, stop, err = l.directory64(size, begin, stop); err != nil {
			return err
		}
	}
	if begin < 0 || size < 0 || begin+size != stop {
		return refuse("two-types", "the directory is not where the archive says: something stands before or behind it")
	}
	return l.walkDirectory(begin, stop)
}

// directory64 follows the end of an archive that is large, or says so.
func (l *look) directory64(size, begin, stop int64) (int64, int64, int64, error) {
	locator := make([]byte, zip64Locator)
	if err := l.readAt(locator, stop-zip64Locator); err != nil {
		return 0, 0, 0, err
	}
	if string(locator[:4]) != "PK\x06\x07" {
		return size, begin, stop, nil
	}
	at := int64(binary.LittleEndian.Uint64(locator[8:]))
	if at != stop-zip64Locator-zip64Size {
		return 0, 0, 0, refuse("two-types", "the directory is not where the archive says")
	}
	end := make([]byte, zip64Size)
	if err := l.readAt(end, at); err != nil {
		return 0, 0, 0, err
	}
	if string(end[:4]) != "PK\x06\x06" {
		return 0, 0, 0, damaged("its directory cannot be read")
	}
	return int64(binary.LittleEndian.Uint64(end[40:])), int64(binary.LittleEndian.Uint64(end[48:])), at, nil
}

// walkDirectory counts the members, which must be of reasonable number and length.
func (l *look) walkDirectory(at, stop int64) error {
	entry := make([]byte, zipEntrySize)
	for n := 1; at < stop; n++ {
		if n > l.limits.Entries {
			return refuse("too-many-members", "it has more than %d members: bring it in parts", l.limits.Entries)
		}
		if err := l.readAt(entry, at); err != nil {
			return err
		}
		if string(entry[:4]) != "PK\x01\x02" {
			return damaged("its directory cannot be read")
		}
		name, extra, comment := binary.LittleEndian.Uint16(entry[28:]), binary.LittleEndian.Uint16(entry[30:]), binary.LittleEndian.Uint16(entry[32:])
		if name > zipPathMax || extra > 4*zipPathMax || comment > zipPathMax {
			return refuse("path", "a member has a name or comment of more than %d bytes", zipPathMax)
		}
		at += zipEntrySize + int64(name) + int64(extra) + int64(comment)
	}
	if at != stop {
		return damaged("its directory cannot be read")
	}
	return nil
}
