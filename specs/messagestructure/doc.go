// Package messagestructure holds the specs of the chapter Message Structure
// and of the head of results: how a request is written and ended, what every
// result carries, and what becomes of messages that are broken.
//
// It is the model for the other chapters; see package specs for how a spec is
// written.
package messagestructure
