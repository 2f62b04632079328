package planfile

import (
	"errors"
	"unicode/utf8"
)

// kind is a kind of value: how to read it, what to say when something else stands there, and how the JSON Schema
// describes it. What is at fault is recorded and gives a zero value.
type kind[T any] struct {
	due    string // what is due, as findings say it: "a percentage, such as 12.5"
	schema func() *schema
	read   func(at spot) T
}

// as returns the kind with another description.
func (k kind[T]) as(description schema) kind[T] {
	k.schema = func() *schema { return &description }
	return k
}

// scalarOf is the kind of a scalar that a function parses. Its error says what is wrong and what would be right.
func scalarOf[T any](due string, description schema, parse func(text string) (T, error)) kind[T] {
	return kind[T]{
		due:    due,
		schema: func() *schema { return &description },
		read: func(at spot) (value T) {
			if !at.is(formScalar, due) {
				return value
			}
			value, err := parse(at.node.text)
			if err != nil {
				at.fault("%v", err)
			}
			return value
		},
	}
}

// short refuses what is too long for a number, a day or a word before anybody repeats it in a finding.
func short[T any](parse func(text string) (T, error)) func(text string) (T, error) {
	return func(text string) (value T, err error) {
		if utf8.RuneCountInString(text) > textMax {
			return value, errors.New(shown(text) + " is too long")
		}
		return parse(text)
	}
}

// choice is a word and what it means.
type choice[T any] struct {
	word  string
	value T
}

// oneOf is the kind of a scalar that is one of a few words.
func oneOf[T any](choices ...choice[T]) kind[T] {
	return oneOfDue(words(wordsOf(choices), "or"), choices...)
}

// oneOfDue is oneOf where something else than the words may be due, too.
func oneOfDue[T any](due string, choices ...choice[T]) kind[T] {
	return scalarOf(due, schema{Enum: wordsOf(choices)}, func(text string) (value T, err error) {
		for _, c := range choices {
			if c.word == text {
				return c.value, nil
			}
		}
		return value, errors.New(shown(text) + " instead of " + due)
	})
}

func wordsOf[T any](choices []choice[T]) []string {
	list := make([]string, len(choices))
	for i, c := range choices {
		list[i] = c.word
	}
	return list
}

// listOf is the kind of a list.
func listOf[T any](due string, entry kind[T]) kind[[]T] {
	return kind[[]T]{
		due:    due,
		schema: func() *schema { return &schema{Type: "array", Items: entry.schema()} },
		read: func(at spot) []T {
			if !at.is(formList, due) {
				return nil
			}
			list := make([]T, len(at.node.items))
			for i := range list {
				list[i] = entry.read(at.entry(i))
			}
			return list
		},
	}
}
