package evidence

import (
	"math/bits"

	"upline/documents/columns"
)

// catalogue turns numbers into positions of a dictionary of the texts that they stand for. Texts ascend with their
// numbers, so nothing is hashed or compared. It belongs to one column, and to one worker at a time.
type catalogue struct {
	text     func(number int32) string
	used     []uint64 // by number, a bit each
	position []int32  // by number
	place    []int32  // by number: its place among the sorted texts; nil: they ascend with their numbers
}

// newCatalogue prepares for the numbers below limit.
func newCatalogue(limit int, text func(number int32) string) *catalogue {
	return &catalogue{text: text, used: make([]uint64, (limit+63)/64), position: make([]int32, limit)}
}

// chunk gives the rows the positions of their numbers, in place; columns.None, which no number is, stays.
func (c *catalogue) chunk(numbers []int32) columns.Chunk {
	clear(c.used)
	if c.place != nil {
		for row, n := range numbers {
			if n != columns.None {
				numbers[row] = c.place[n]
			}
		}
	}
	for _, n := range numbers {
		if n != columns.None {
			c.used[n>>6] |= 1 << (n & 63)
		}
	}
	count := 0
	for _, word := range c.used {
		count += bits.OnesCount64(word)
	}
	texts := make([]string, 0, count)
	for i, word := range c.used {
		for ; word != 0; word &= word - 1 {
			n := int32(i<<6 + bits.TrailingZeros64(word))
			c.position[n] = int32(len(texts))
			texts = append(texts, c.text(n))
		}
	}
	for row, n := range numbers {
		if n != columns.None {
			numbers[row] = c.position[n]
		}
	}
	return columns.Chunk{At: numbers, Texts: texts}
}
