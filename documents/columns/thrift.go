package columns

import (
	"encoding/binary"

	"github.com/parquet-go/parquet-go/encoding/thrift"
)

// Types of Thrift's compact protocol.
const (
	thriftTrue = iota + 1
	thriftFalse
	thriftByte
	thriftInt16
	thriftInt32
	thriftInt64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
)

// thriftDepth is how deep structures may lie in each other; those of Parquet lie in fewer.
const thriftDepth = 16

// decodeThrift reads a structure of the format and returns how long it is. It first walks through the bytes: the library
// makes room for as many elements as a list says it has, and a damaged length would ask for all memory. ok is false for
// what is no such structure.
func decodeThrift(data []byte, value any) (length int, ok bool) {
	rest, ok := skipStruct(data, 0)
	if !ok {
		return 0, false
	}
	length = len(data) - len(rest)
	reader := new(thrift.CompactProtocol).NewReaderFromBytes(append([]byte(nil), data[:length]...)) // the values refer to it
	return length, thrift.NewDecoder(reader).Decode(value) == nil
}

// skipStruct returns what comes behind a structure.
func skipStruct(data []byte, depth int) (rest []byte, ok bool) {
	for depth < thriftDepth && len(data) > 0 {
		head := data[0]
		data = data[1:]
		if head == 0 {
			return data, true
		}
		if head>>4 == 0 { // the field's number stands by itself
			if data, ok = skipVarint(data); !ok {
				return nil, false
			}
		}
		if kind := head & 15; kind != thriftTrue && kind != thriftFalse { // a bool is its type
			if data, ok = skipValue(data, kind, depth); !ok {
				return nil, false
			}
		}
	}
	return nil, false
}

func skipValue(data []byte, kind byte, depth int) (rest []byte, ok bool) {
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return skipBytes(data, 1)
	case thriftInt16, thriftInt32, thriftInt64:
		return skipVarint(data)
	case thriftDouble:
		return skipBytes(data, 8)
	case thriftBinary:
		length, n := binary.Uvarint(data)
		if n <= 0 {
			return nil, false
		}
		return skipBytes(data[n:], length)
	case thriftList, thriftSet:
		return skipList(data, depth)
	case thriftStruct:
		return skipStruct(data, depth+1)
	default: // there are no maps in the structures of Parquet
		return nil, false
	}
}

func skipList(data []byte, depth int) (rest []byte, ok bool) {
	if len(data) == 0 {
		return nil, false
	}
	count, kind := uint64(data[0]>>4), data[0]&15
	data = data[1:]
	if count == 15 {
		var n int
		if count, n = binary.Uvarint(data); n <= 0 {
			return nil, false
		}
		data = data[n:]
	}
	if count > uint64(len(data)) { // an element has a byte at least
		return nil, false
	}
	for range count {
		if data, ok = skipValue(data, kind, depth); !ok {
			return nil, false
		}
	}
	return data, true
}

func skipVarint(data []byte) (rest []byte, ok bool) {
	_, n := binary.Uvarint(data)
	if n <= 0 {
		return nil, false
	}
	return data[n:], true
}

func skipBytes(data []byte, n uint64) (rest []byte, ok bool) {
	if n > uint64(len(data)) {
		return nil, false
	}
	return data[n:], true
}
