package compare

import (
	"fmt"
	"math/bits"
)

// The charts are inline SVG, drawn by chart.html. They stretch to any width: what lies across is in percent of it,
// what lies down is in pixels, so text keeps its size on a telephone. All of it is integers.

// chart is what all charts have: a name and a description for those who do not see them.
type chart struct {
	ID, Title, Desc string
	Height          int // pixels
}

// stretch is a length across, in hundredths of a percent of the width.
type stretch int

const full stretch = 100_00

func (s stretch) String() string { return fmt.Sprintf("%d.%02d%%", s/100, s%100) }

// thinnest is how wide a bar is that would else be too small to see.
const thinnest stretch = 30

// scaled returns part / whole × room, rounded down. Part is at most the whole.
func scaled(part, whole int64, room stretch) stretch {
	if part == 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(part), uint64(room))
	length, _ := bits.Div64(hi, lo, uint64(whole))
	return max(stretch(length), thinnest)
}

// bar is one bar, and the text at its end.
type bar struct {
	X, Width stretch
	TextX    stretch
	Text     string
}

// labelLength is how many characters of a name fit in a chart; tables show all of it.
const labelLength = 26

func shortened(name string) string {
	if runes := []rune(name); len(runes) > labelLength {
		return string(runes[:labelLength-1]) + "…"
	}
	return name
}
