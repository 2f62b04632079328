package columns_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/columns"
	"upline/internal/fault"
)

// readAll reads whatever can be read of a file.
func readAll(file []byte) error {
	f, err := columns.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return err
	}
	if err := f.Expect(all); err != nil {
		return err
	}
	for no := range f.Groups() {
		for page := range f.Group(no).Pages() {
			if _, _, _, err := f.Group(no).TextBounds(0, page); err != nil {
				return err
			}
		}
	}
	for column := range all {
		if _, err := read(f, all, column); err != nil {
			return err
		}
	}
	return nil
}

// example is a small table that has everything: runs, gaps and texts.
func example(t interface{ Fatal(...any) }) []byte {
	at := []int32{0, 0, 0, 1, 1, 2, 0, 1, 2}
	gaps := []int32{0, columns.None, 0, 1, 1, columns.None, columns.None, 1, 1}
	texts := columns.Chunk{At: at, Texts: []string{"a", "b", "c"}}
	numbers := columns.Chunk{At: gaps, Numbers: []int64{-5, 7}}
	packed := columns.Chunk{Numbers: []int64{5, 3, -1_000_000_000, 5, 5, 5, 0, 1, 2}}
	volumes := columns.Chunk{At: at, Volumes: volumesOf(-1, 0, 5)}
	bools := columns.Chunk{At: []int32{0, 1, 1, 1, 0, 0, 1, 1, 1}}
	someTexts, someVolumes := columns.Chunk{At: gaps, Texts: texts.Texts[:2]}, columns.Chunk{At: gaps, Volumes: volumes.Volumes[:2]}
	return table{all, len(at), []columns.Chunk{texts, someTexts, numbers, numbers, packed, volumes, someVolumes, bools}}.write(t, 1)
}

// Whatever a file holds, reading it ends with rows or with an error that says so, and does not panic.
func FuzzRead(f *testing.F) {
	whole := example(f)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("PAR1"))
	f.Add(append([]byte("PAR1"), "\x00\x00\x00\x00PAR1"...))
	f.Fuzz(func(t *testing.T, file []byte) {
		if err := readAll(file); err != nil && fault.KindOf(err) != fault.Internal && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("%v", err)
		}
	})
}

// Most bytes of a page are covered by its checksum, and most of the rest by what a page must be. So of a file with a changed
// byte nothing else is ever read than what was written: the bytes that mean nothing to us are those of the footer that tell
// other readers something.
func TestChangedPagesAreFound(t *testing.T) {
	whole := example(t)
	footer := int(binary.LittleEndian.Uint32(whole[len(whole)-8:]))
	rapid.Check(t, func(t *rapid.T) {
		file := bytes.Clone(whole)
		at := rapid.IntRange(len("PAR1"), len(file)-9-footer).Draw(t, "at")
		file[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
		if readAll(file) != nil {
			return
		}
		for column := range all {
			if got, want := values(t, file, column), values(t, whole, column); got != want {
				t.Fatalf("byte %d changed: %s is read as\n%s, want\n%s", at, all[column].Name, got, want)
			}
		}
	})
}

// A file that is cut off is damaged, wherever it is cut.
func TestCutFilesAreFound(t *testing.T) {
	whole := example(t)
	for n := range whole {
		err := readAll(whole[:n])
		if err == nil {
			t.Fatalf("the first %d of %d bytes are read", n, len(whole))
		}
		if _, ok := err.(*fault.Error); !ok { //nolint:errorlint // it is not wrapped
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
}

// What does not fit a column is refused before anything is written of it.
func TestNumbersThatDoNotFitAreRefused(t *testing.T) {
	for _, c := range []struct {
		column columns.Column
		number int64
		fits   bool
	}{
		{columns.Column{Name: "n", Type: columns.Int32}, 1<<31 - 1, true},
		{columns.Column{Name: "n", Type: columns.Int32}, 1 << 31, false},
		{columns.Column{Name: "n", Type: columns.Int32}, -1 << 31, true},
		{columns.Column{Name: "n", Type: columns.Int32}, -1<<31 - 1, false},
		{columns.Column{Name: "n", Type: columns.Decimal64}, columns.DecimalMax - 1, true},
		{columns.Column{Name: "n", Type: columns.Decimal64}, columns.DecimalMax, false},
		{columns.Column{Name: "n", Type: columns.Decimal64, Packed: true}, -columns.DecimalMax, false},
	} {
		var file bytes.Buffer
		w, err := columns.NewWriter(&file, columns.Table{Columns: []columns.Column{c.column}})
		if err != nil {
			t.Fatal(err)
		}
		err = w.Group(1, 1, func(int) columns.Chunk { return columns.Chunk{At: []int32{0}, Numbers: []int64{c.number}} })
		if c.fits && err != nil || !c.fits && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%d in %+v: %v", c.number, c.column, err)
		}
	}
}
