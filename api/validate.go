package api

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/go-playground/validator/v10"
	"github.com/shopspring/decimal"

	"upline/internal/fault"
	"upline/internal/period"
)

const (
	// idMax is how many characters an id may have (plan language, §1).
	idMax = 64
	// numberMax is how many characters a decimal number may have: more than any amount needs.
	numberMax = 24
)

// rules are the project's own, by the tag that names them in `validate:"…"`. What each wants is said in error_defect.go.
var rules = map[string]func(text string) bool{
	"day":      func(text string) bool { _, err := period.ParseDay(text); return err == nil },
	"period":   func(text string) bool { _, err := period.Parse(text); return err == nil },
	"id":       isID,
	"decimal4": func(text string) bool { d, is := number4(text); return is && d.Exponent() >= -4 },
	"share": func(text string) bool {
		d, is := number4(text)
		return is && d.IsPositive() && !d.GreaterThan(decimal.NewFromInt(1))
	},
	"sha256": regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString,
}

func isID(text string) bool {
	return text != "" && utf8.ValidString(text) && utf8.RuneCountInString(text) <= idMax && strings.IndexFunc(text, unicode.IsControl) < 0
}

// number4 reads a plain decimal number: digits, and a point at most; no exponent, with which few characters make a huge number.
func number4(text string) (decimal.Decimal, bool) {
	if len(text) > numberMax || !plainDecimal.MatchString(text) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

// newValidator returns a validator with the project's rules, which names fields as JSON does.
func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(field reflect.StructField) string {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" {
			return ""
		}
		return name
	})
	for tag, rule := range rules {
		err := v.RegisterValidation(tag, func(field validator.FieldLevel) bool {
			return field.Field().Kind() == reflect.String && rule(field.Field().String())
		})
		if err != nil {
			panic(err) // a tag is empty or reserved
		}
	}
	return v
}

// Validate lets a handler of the generated strict server see only request objects whose fields satisfy their `validate` tags.
// It has the shape of a StrictMiddlewareFunc.
//
// Errors: those of the handler; validator.ValidationErrors, which become a problem 422.
func Validate() func(handle func(c *gin.Context, request any) (any, error), operationID string) func(c *gin.Context, request any) (any, error) {
	v := newValidator()
	return func(handle func(c *gin.Context, request any) (any, error), _ string) func(c *gin.Context, request any) (any, error) {
		return func(c *gin.Context, request any) (any, error) {
			if err := validate(v, request); err != nil {
				return nil, err
			}
			return handle(c, request)
		}
	}
}

func validate(v *validator.Validate, request any) error {
	err := v.Struct(request)
	if invalid, is := errors.AsType[*validator.InvalidValidationError](err); is {
		return fault.Internalf("validate", "a request object is a %v", invalid.Type)
	}
	return err
}
