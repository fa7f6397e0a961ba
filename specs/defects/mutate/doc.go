// Command mutate tries the conformance suite against mutants of the reference:
//
//	go run ./specs/defects/mutate --packages reference/wire --sample 200
//
// It needs the go tool and the sources; see package mutation and
// docs/suite-strength.md.
package main
