package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// commands lists all commands by their words.
func commands(t *testing.T) []*kong.Node {
	t.Helper()
	m := Main{}
	parser, err := m.parser(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model.Leaves(false)
}

func TestHelpNamesEveryCommandWithAnExample(t *testing.T) {
	front := done(t, "--help")
	if got := done(t, "-h"); got != front {
		t.Errorf("-h gives %s", got)
	}
	for _, command := range commands(t) {
		example := command.Tag.Get("example")
		if !strings.Contains(front, "\n  "+command.Path()+" ") || example == "" || !strings.Contains(front, "$ "+example+"\n") {
			t.Errorf("help does not show %s and its example %q:\n%s", command.Path(), example, front)
		}
		words := append(strings.Fields(command.Path()), "--help")
		if help := done(t, words...); !strings.HasPrefix(help, "Usage: upline "+command.Path()) || !strings.Contains(help, command.Help) {
			t.Errorf("upline %s says %s", strings.Join(words, " "), help)
		}
	}
	for _, line := range strings.Split(front, "\n") {
		if len(line) > 100 {
			t.Errorf("%q is longer than 100 columns", line)
		}
	}
}

// Examples that do not parse are no help.
func TestExamplesParse(t *testing.T) {
	for _, command := range commands(t) {
		example, _, _ := strings.Cut(command.Tag.Get("example"), " >")
		words := strings.Fields(example)
		parser, err := (&Main{}).parser(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.Parse(words[1:])
		if err != nil {
			t.Errorf("%s: %v", example, err)
			continue
		}
		if got := parsed.Selected(); got == nil || got.Path() != command.Path() {
			t.Errorf("%s: is not %s", example, command.Path())
		}
	}
}

func TestVersion(t *testing.T) {
	if command, flag := done(t, "version"), done(t, "--version"); command != flag || !strings.HasPrefix(command, "upline ") ||
		strings.Count(command, "\n") != 1 {
		t.Errorf("version says %q, --version %q", command, flag)
	}
}

func TestADefectIsOneSentence(t *testing.T) {
	err := func() (err error) {
		defer func() { err = defectOf(recover()) }()
		var none []int
		beyond := len(none)
		return reflect.ValueOf(none[beyond]).Interface().(error)
	}()
	if text := err.Error(); !strings.Contains(text, "index out of range") || !strings.Contains(text, "upline/help_test.go:") ||
		strings.Contains(text, "\n") {
		t.Errorf("got %q", text)
	}
}
