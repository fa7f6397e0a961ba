// Package mutation tries the conformance suite against mutants of the reference:
// programs in which one condition, constant, operator, returned value or
// statement is another one. What the suite does not notice is a gap in it, code
// that nothing needs, or no difference at all; docs/suite-strength.md tells
// which.
//
// Packages are rewritten so that all of their mutants are compiled in at once,
// each behind a switch (package point), and built once, as the server of
// cmd/offhook, by the go tool with an overlay: the sources stay as they are.
// One server that is not mutated is then tried spec by spec, and tells which
// mutants would have made a difference in each: no other spec can notice them.
// For each mutant a server of its own is started and tried by those specs, the
// likeliest first, until one fails, and fails again.
//
// The judge is a client in another process, whose code is not mutated. It needs
// the go tool and the sources: this is no part of the offhook binary.
package mutation
