package api

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// What lists something can answer with a file: the compiler does not tell when it cannot.
func TestEveryListIsAFileToo(t *testing.T) {
	server := reflect.TypeFor[StrictServerInterface]()
	lists := 0
	for _, o := range ruledOperations(t) {
		if !slices.ContainsFunc(o.parameters, func(p *openapi3.ParameterRef) bool { return p.Value.In == "query" && p.Value.Name == "format" }) {
			continue
		}
		lists++
		method, is := server.MethodByName(strings.ToUpper(o.OperationID[:1]) + o.OperationID[1:])
		if !is {
			t.Fatalf("nothing answers %s", o.OperationID)
		}
		if answer := method.Type.Out(0); !reflect.TypeFor[fileAnswer]().Implements(answer) && o.OperationID != "explainRun" {
			t.Errorf("%s cannot answer with a file: fileAnswer needs Visit%s", o.OperationID, answer.Name())
		}
	}
	if lists < 10 {
		t.Errorf("the contract has %d lists?", lists)
	}
}
