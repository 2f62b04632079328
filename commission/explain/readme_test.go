package explain

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// Every field of the JSON, and every code in it, stands in README.md; and every field name there is one.
func TestReadmeNamesEveryField(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]bool{}
	collect(reflect.TypeFor[Explanation](), fields, map[reflect.Type]bool{})
	for field := range fields {
		if !strings.Contains(string(readme), "`"+field+"`") {
			t.Errorf("README.md does not document %s", field)
		}
	}
	for _, code := range []string{
		string(Paid), string(LevelUsed), string(PassedOver), string(NotEligible), string(NoPercentage), string(NoDifference),
		string(SameRankSpent), string(NotLeader), string(GroupLeader), string(GenerationUsed), string(GenerationKept),
		string(EndCredited), string(EndRoot), string(EndLevels), string(EndGenerations), string(EndStopAtRank), string(EndNotInTree),
		string(NotOpen), string(NotActive), string(BelowMinRank),
	} {
		if !strings.Contains(string(readme), "`"+code+"`") {
			t.Errorf("README.md does not document the code %s", code)
		}
	}
	for line := range strings.Lines(string(readme)) {
		if cell, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " |"); ok && strings.HasPrefix(cell, "`") {
			for _, name := range strings.Split(cell, ", ") {
				if !fields[strings.Trim(name, "`")] {
					t.Errorf("README.md documents %s, which is no field", name)
				}
			}
		}
	}
}

// collect gathers the names of a type's JSON fields, and of those inside.
func collect(of reflect.Type, fields map[string]bool, seen map[reflect.Type]bool) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || seen[of] || !strings.HasSuffix(of.PkgPath(), "explain") {
		return
	}
	seen[of] = true
	for i := range of.NumField() {
		field := of.Field(i)
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
			fields[name] = true
		}
		if field.IsExported() {
			collect(field.Type, fields, seen)
		}
	}
}
