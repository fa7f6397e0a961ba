// Package callhandling holds the specs of the chapter Call Handling: calls that
// start, change and stop, and partial recordings beside a call's own.
package callhandling
