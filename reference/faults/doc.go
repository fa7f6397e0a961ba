// Package faults does to requests what a test wants done to them: it delays,
// loses or answers them in place of the system.
//
// A rule is what is done to the requests of one function, or of every function
// that has none of its own; an injector applies the rules that are set. While
// none is, a request costs one atomic load.
//
// The package never executes a request and never learns what one means.
package faults
