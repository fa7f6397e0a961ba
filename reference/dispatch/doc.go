// Package dispatch executes bound requests: one table from function to
// handler, where every transport joins.
//
// A Dispatcher owns the recorder's lock, the clock and the timers. It carries
// out what the pure packages ask for: events go to a publisher, recordings to
// the store, and RECORDINGUPDATE to the publisher once they are safe there.
//
// The package knows no socket and no encoding.
package dispatch
