package api

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// The contract is sound, and each of its operations has a handler and a summary.
func TestTheContractIsSound(t *testing.T) {
	contract, err := LoadContract(ContractText)
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range contract.Document.Paths.Map() {
		for method, operation := range item.Operations() {
			if operation.Summary == "" || len(operation.Tags) != 1 || operation.Responses.Default() == nil {
				t.Errorf("%s %s: wants a summary, one tag, and what the answer is when something is wrong", method, path)
			}
		}
	}
}

// The types and the server are those that the generator makes of the contract: nobody has forgotten `make generate`.
func TestTheTypesAreOfTheContract(t *testing.T) {
	if testing.Short() {
		t.Skip("fetches the generator")
	}
	makefile, err := os.ReadFile("../Makefile")
	must(t, err)
	generator := regexp.MustCompile(`(?m)^OAPI := (\S+)$`).FindSubmatch(makefile)
	if generator == nil {
		t.Fatal("the Makefile names no generator")
	}
	made := filepath.Join(t.TempDir(), "contract.gen.go")
	command := exec.Command("go", "run", string(generator[1]), "-config", "oapi-codegen.yaml", "-o", made, "openapi.yaml")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	want, err := os.ReadFile(made)
	must(t, err)
	got, err := os.ReadFile("contract.gen.go")
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Error("contract.gen.go is not made of openapi.yaml as it is now: make generate")
	}
}
