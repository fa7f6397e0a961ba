// Package point is what a mutated program is made of: each function stands
// where the source had an operator, a condition, a constant or a statement, and
// does what that did, unless the mutant that it carries is the active one.
//
// All mutants of a program are compiled in at once; the environment of the
// process says which is active, or that it is to be recorded which of them
// could make a difference: package mutation writes such programs and runs them.
// Nothing that is tracked here imports it.
package point
