package planfile

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"upline/internal/money"
	"upline/internal/period"
)

// Numbers of a plan are never negative (plan-language §2), so their JSON Schema starts at 0. A quoted number counts
// as one, so it may be a string too.
var (
	percent = number[money.Percent]("a percentage, such as 12.5", money.PercentPlaces)
	points  = number[money.Value]("a number of points, such as 50", money.ValuePlaces)
	amount  = number[money.Value]("an amount of money, such as 25", money.ValuePlaces)
	share   = number[money.Share]("a number of shares, such as 2", money.SharePlaces)

	percents = listOf("a list of percentages, such as [10, 5, 3]", percent)
	months   = whole(1, 1200)

	boolean  = oneOf(choice[bool]{"true", true}, choice[bool]{"false", false}).as(schema{Type: "boolean"})
	rounding = oneOf(
		choice[money.Rounding]{money.HalfUp.String(), money.HalfUp},
		choice[money.Rounding]{money.HalfEven.String(), money.HalfEven},
		choice[money.Rounding]{money.Down.String(), money.Down},
	)

	day = scalarOf("a day, such as 2026-01-31",
		schema{Type: "string", Format: "date", Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`},
		short(period.ParseDay))

	anyID = scalarOf("an id",
		schema{Type: anyScalar, MinLength: 1, MaxLength: idMax, Pattern: `^[^\x00-\x1f\x7f-\x9f]*$`},
		parseID)

	freeText = scalarOf("a text", schema{Type: anyScalar}, func(text string) (string, error) { return text, nil })
)

// anyScalar are the JSON types of what is taken as text, quoted or not.
var anyScalar = []string{"string", "number", "boolean"}

// number is a decimal of at least 0 with so many places, as an integer of 10^-places.
func number[T ~int64](due string, places int) kind[T] {
	description := schema{
		Type:    []string{"number", "string"},
		Minimum: new(0),
		Pattern: fmt.Sprintf(`^[0-9]+(\.[0-9]{1,%d})?$`, places),
	}
	return scalarOf(due, description, short(func(text string) (T, error) {
		n, err := money.Parse(text, places)
		if err == nil && n < 0 {
			err = fmt.Errorf("%q is negative: write %s", text, due)
		}
		return T(n), err
	}))
}

// whole is a whole number from low to high.
func whole(low, high int) kind[int] {
	due := fmt.Sprintf("a whole number from %d to %d", low, high)
	if high == math.MaxInt32 {
		due = fmt.Sprintf("a whole number of at least %d", low)
	}
	description := schema{Type: []string{"integer", "string"}, Minimum: new(low), Maximum: new(high), Pattern: `^[0-9]+$`}
	return scalarOf(due, description, short(func(text string) (int, error) {
		n, err := money.Parse(text, 0)
		switch {
		case err != nil:
			return 0, err
		case n < 0:
			return 0, fmt.Errorf("%q is negative: write %s", text, due)
		case n < int64(low):
			return 0, fmt.Errorf("%q is too small: write %s", text, due)
		case n > int64(high):
			return 0, fmt.Errorf("%q is too large: write a whole number of at most %d", text, high)
		}
		return int(n), nil
	}))
}

// atLeast is a whole number from low up. What counts partners, slots, runs or days fits 32 bits.
func atLeast(low int) kind[int] { return whole(low, math.MaxInt32) }

// idMax is the most code points of an id.
const idMax = 64

func parseID(text string) (string, error) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", errors.New(`"" is no id: write at least one character`)
	case n > idMax:
		return "", fmt.Errorf("%s has %d characters: an id has at most %d", shown(text), n, idMax)
	case strings.ContainsFunc(text, unicode.IsControl):
		return "", fmt.Errorf("%s holds a control character: leave it out", strconv.Quote(text))
	}
	return text, nil
}
