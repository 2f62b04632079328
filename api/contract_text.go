package api

import _ "embed"

// ContractText is the contract: OpenAPI 3.1. The handlers' types are made from it (make generate).
//
//go:embed openapi.yaml
var ContractText []byte
