package api

import "testing"

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
