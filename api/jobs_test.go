package api

import (
	"slices"
	"testing"

	"upline/jobs"
)

// The contract names the kinds of jobs that there are.
func TestTheContractNamesTheKindsOfJobs(t *testing.T) {
	contract, err := LoadContract(ContractText)
	must(t, err)
	var named []string
	for _, kind := range contract.Document.Components.Schemas["JobKind"].Value.Enum {
		named = append(named, kind.(string))
	}
	slices.Sort(named)
	if kinds := jobs.Kinds(); !slices.Equal(named, kinds) {
		t.Errorf("the contract names %v, and there are %v", named, kinds)
	}
}
