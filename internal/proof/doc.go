// Package proof holds the tests of the whole engine, from a bundle's files to the result files: the vectors, the
// comparison with the naive engine, and what must hold of every settlement whatever its plan.
package proof
