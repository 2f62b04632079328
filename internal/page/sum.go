package page

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// Sum is a sum in the prose, such as 200 × (15 − 8) % = 14.00. What stands on the right is rounded to the places shown,
// halves away from zero.
type Sum struct {
	Line        int // on which it begins
	Left, Right string
}

// sums finds them: numbers, brackets and signs, an equals sign, and a number.
var sums = regexp.MustCompile(`([−(\d][−+×/%().\d\s]*)\s=\s(−?\d+(?:\.\d+)?)`)

// Sums returns the sums of the page. They may go on in the next line.
func (p *Page) Sums() []Sum {
	prose := p.Prose()
	var found []Sum
	for _, at := range sums.FindAllStringSubmatchIndex(prose, -1) {
		found = append(found, Sum{
			Line:  1 + strings.Count(prose[:at[0]], "\n"),
			Left:  strings.Join(strings.Fields(prose[at[2]:at[3]]), " "),
			Right: prose[at[4]:at[5]],
		})
	}
	return found
}

// Check works the sum out again. The error says what is right.
func (s Sum) Check() error {
	left, err := worth(s.Left)
	if err != nil {
		return fmt.Errorf("line %d: %s: %w", s.Line, s.Left, err)
	}
	_, decimals, _ := strings.Cut(s.Right, ".")
	if right := strings.Replace(left.FloatString(len(decimals)), "-", "−", 1); right != s.Right {
		return fmt.Errorf("line %d: %s = %s, not %s", s.Line, s.Left, right, s.Right)
	}
	return nil
}

// worth is the value of a term.
func worth(term string) (value *big.Rat, err error) {
	rest := reading{strings.ReplaceAll(term, " ", "")}
	value, err = rest.terms()
	if err == nil && rest.text != "" {
		err = fmt.Errorf("nothing is due at %q", rest.text)
	}
	return value, err
}

// reading is what is left of a term to be read.
type reading struct{ text string }

// takes takes a sign, if it is the next one.
func (r *reading) takes(sign string) bool {
	rest, found := strings.CutPrefix(r.text, sign)
	r.text = rest
	return found
}

// terms reads products, added up.
func (r *reading) terms() (*big.Rat, error) {
	sum, err := r.product()
	for err == nil {
		minus := r.takes("−")
		if !minus && !r.takes("+") {
			break
		}
		var next *big.Rat
		if next, err = r.product(); err == nil {
			if minus {
				next.Neg(next)
			}
			sum.Add(sum, next)
		}
	}
	return sum, err
}

// product reads factors, multiplied or divided.
func (r *reading) product() (*big.Rat, error) {
	product, err := r.factor()
	for err == nil {
		divide := r.takes("/")
		if !divide && !r.takes("×") {
			break
		}
		var next *big.Rat
		if next, err = r.factor(); err == nil {
			if divide {
				if next.Sign() == 0 {
					return nil, fmt.Errorf("a division by zero")
				}
				next.Inv(next)
			}
			product.Mul(product, next)
		}
	}
	return product, err
}

// factor reads a number or a bracket, with a minus before it or a percent sign behind it.
func (r *reading) factor() (*big.Rat, error) {
	minus := r.takes("−")
	value, err := r.bracketOrNumber()
	if err != nil {
		return nil, err
	}
	if minus {
		value.Neg(value)
	}
	if r.takes("%") {
		value.Quo(value, big.NewRat(100, 1))
	}
	return value, nil
}

var number = regexp.MustCompile(`^\d+(\.\d+)?`)

func (r *reading) bracketOrNumber() (*big.Rat, error) {
	if r.takes("(") {
		value, err := r.terms()
		if err == nil && !r.takes(")") {
			err = fmt.Errorf("a bracket is not closed")
		}
		return value, err
	}
	digits := number.FindString(r.text)
	if digits == "" {
		return nil, fmt.Errorf("a number is due at %q", r.text)
	}
	r.text = r.text[len(digits):]
	value, _ := new(big.Rat).SetString(digits) // digits are a number
	return value, nil
}
