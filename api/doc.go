// Package api answers HTTP: the REST API under /api, its documentation, and what operators ask a server.
//
//	request ─▶ Server: ids, log, metrics, traces ─▶ who (tokens, sessions) ─▶ how often (limits) ─▶ the contract ─▶ once (keys)
//	        ─▶ a handler: decode, one call into graph or jobs, encode ─▶ answer, or problem+json (error.go)
//
// Every answer that is an error is a Problem (RFC 9457), and only error.go makes them: handlers return faults as they come.
package api
