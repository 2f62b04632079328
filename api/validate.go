package api

import (
	"errors"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/go-playground/validator/v10"

	"upline/internal/fault"
)

// rules are the project's own, by the tag that names them in `validate:"…"`: what the contract's schemas cannot say. What each
// wants is said in error_defect.go.
var rules = map[string]func(field validator.FieldLevel) bool{
	"plain":     func(field validator.FieldLevel) bool { return isPlain(field.Field().String()) },
	"notbefore": func(field validator.FieldLevel) bool { return compared(field, func(a, b int64) bool { return a >= b }) },
	"after":     func(field validator.FieldLevel) bool { return compared(field, func(a, b int64) bool { return a > b }) },
}

// isPlain says whether a text has no control characters.
func isPlain(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, unicode.IsControl) < 0
}

// compared compares a day or period with that of the field which the rule names; one that is not given allows all.
func compared(field validator.FieldLevel, holds func(a, b int64) bool) bool {
	other := reflect.Indirect(field.Parent()).FieldByName(field.Param())
	if other.Kind() == reflect.Pointer {
		if other.IsNil() {
			return true
		}
		other = other.Elem()
	}
	return other.CanInt() && field.Field().CanInt() && holds(field.Field().Int(), other.Int())
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
		if err := v.RegisterValidation(tag, rule); err != nil {
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
