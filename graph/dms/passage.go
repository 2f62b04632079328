package dms

import (
	"strings"
	"unicode/utf8"
)

// Passage is a piece of what a document says, with the places where it says what was searched for.
type Passage struct {
	Text  string
	Marks [][2]int // from and to, in bytes of the text
}

// Sizes of passages.
const (
	passagesMax = 3
	around      = 60 // bytes of text on each side
)

// passages finds where a text says what was searched for: up to three pieces, that do not overlap.
func (q query) passages(text string) (list []Passage) {
	end := -1
	eachWord(text, func(from, to int) bool {
		length := q.at(text, from, to)
		if length == 0 {
			return true
		}
		if from < end { // within the last piece
			last := &list[len(list)-1]
			start := end - len(last.Text)
			if from+length <= end {
				last.Marks = append(last.Marks, [2]int{from - start, from + length - start})
			}
			return true
		}
		if len(list) == passagesMax {
			return false
		}
		start := backTo(text, max(from-around, 0, end))
		end = onTo(text, min(from+length+around, len(text)))
		list = append(list, Passage{text[start:end], [][2]int{{from - start, from + length - start}}})
		return true
	})
	return list
}

// at says how long what was searched for is at a word; 0: it is not there.
func (q query) at(text string, from, to int) int {
	word := fold(text[from:to])
	for _, phrase := range q.phrases {
		if len(phrase) == 1 && strings.HasPrefix(word, phrase[0]) {
			return to - from
		}
		if len(phrase) > 1 && word == phrase[0] {
			if length := follows(text[from:], phrase); length > 0 {
				return length
			}
		}
	}
	return 0
}

// follows says how long a phrase is at the beginning of a text; 0: it is not there.
func follows(text string, phrase []string) (length int) {
	next := 0
	eachWord(text, func(from, to int) bool {
		if fold(text[from:to]) != phrase[next] {
			return false
		}
		if next++; next == len(phrase) {
			length = to
		}
		return length == 0
	})
	return length
}

// eachWord visits the words of a text, until visit wants no more.
func eachWord(text string, visit func(from, to int) bool) {
	from := -1
	for i, r := range text {
		switch {
		case !apart(r):
			if from < 0 {
				from = i
			}
		case from >= 0:
			if !visit(from, i) {
				return
			}
			from = -1
		}
	}
	if from >= 0 {
		visit(from, len(text))
	}
}

// backTo and onTo move a place to where a character begins.
func backTo(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

func onTo(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}
