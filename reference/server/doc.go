// Package server is the network side of the reference: the API over TCP with
// its events, the WebAPI over HTTP with and without TLS, admission limits,
// timeouts and an orderly end.
//
// A connection is one client's stream: requests are answered in their order,
// pipelined or not. A subscription is what an EVENTS request leaves behind on
// a connection; the hub carries every published event to the subscriptions
// that want it, through a bounded queue for each subscriber. Killing a
// connection cuts it at once; ending it answers what was read first.
//
// The package never decides what a request means: apart from EVENTS, that is
// the Handler's. It waits for no client while it publishes, keeps no state
// beyond its connections, and knows no recorder, directory or database.
package server
