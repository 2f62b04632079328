// Package columns writes and reads tables as Parquet files, column by column.
//
//	chunks ── dictionary, bits, zstd ──▶ pages ──▶ groups of rows ──▶ indexes, footer
//
// Every reader of Parquet can read the files. They are plain: no nesting, data pages of version 1, every column cut into
// pages at the same rows, every dictionary ascending, a checksum on every page, the smallest and largest value of every
// page in the index. The same rows give the same bytes, on any machine and with any number of workers.
//
// It is written by hand, on the structures of the Parquet library but not on its writer: who writes ten million lines
// knows their ids by number, and a writer that must hash every text to find its number again takes ten times as long.
package columns

import (
	"slices"

	"upline/internal/fault"
	"upline/internal/money"
)

// Limits of a table, the same in every file.
const (
	// GroupRows is how many rows a group holds; the last one may hold fewer.
	GroupRows = 1 << 20
	// PageRows is how many rows a page holds; the last of a group may hold fewer.
	PageRows = 1 << 14
	// TextMax is the longest text of a dictionary, in bytes: 64 code points (plan-language §1).
	TextMax = 256
)

// Type says what a column holds.
type Type uint8

const (
	// Text is UTF-8.
	Text Type = iota
	// Int32 is a whole number of 32 bits.
	Int32
	// Decimal64 is a decimal of up to 18 digits, as the integer of its smallest unit.
	Decimal64
	// Decimal128 is a decimal of up to 38 digits, as a money.Volume.
	Decimal128
	// Bool is true or false.
	Bool
)

// Column describes a column of a table.
type Column struct {
	Name     string
	Type     Type
	Scale    int  // decimal places of the decimals
	Optional bool // a row may have no value
	Packed   bool // of Decimal64: value by value, for numbers that hardly repeat; not with Optional
}

// byDictionary reports whether a row holds a position in a dictionary.
func (c *Column) byDictionary() bool { return c.Type != Bool && !c.Packed }

// Table is what stands in the footer of a file.
type Table struct {
	Columns []Column
	Sorted  int               // the rows are sorted by so many first columns, rows without a value first
	Head    map[string]string // what else is to be known of the file
}

// None is the position of a row without a value.
const None int32 = -1

// Chunk holds the values of a column in a group of rows. Every entry of its dictionary occurs in a row.
type Chunk struct {
	At      []int32        // by row: the position in the dictionary, or None; 0 or 1 in a Bool column; nil in a packed one
	Texts   []string       // the dictionary of a Text column, ascending, no text twice
	Numbers []int64        // that of an Int32 or Decimal64 column, likewise; in a packed column the values by row
	Volumes []money.Volume // that of a Decimal128 column, likewise
}

// entries returns how many values the dictionary has.
func (c *Chunk) entries() int { return len(c.Texts) + len(c.Numbers) + len(c.Volumes) }

// DecimalMax is the first integer that a Decimal64 cannot hold.
const DecimalMax = 1_000_000_000_000_000_000

// check makes sure that every number fits its type. Volumes always do: they are far below 38 digits.
func (c *Chunk) check(column *Column) error {
	if len(c.Numbers) == 0 {
		return nil
	}
	low, high := int64(-DecimalMax), int64(DecimalMax)
	if column.Type == Int32 {
		low, high = -1<<31-1, 1<<31
	}
	if slices.Min(c.Numbers) <= low || slices.Max(c.Numbers) >= high {
		return fault.Invalidf("write columns", "%s: a number is too large: it must be between %d and %d", column.Name, low, high)
	}
	return nil
}
