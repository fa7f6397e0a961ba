// Package client is a client of the API over TCP and of the WebAPI over HTTP:
// it sends requests, reads results, and follows the event stream.
//
// A request is an ordered list of names and values under a type; a result is
// the RESULT document that answers it; an event is a CALLCOPYEVENT document; a
// subscription is a connection that the server sends events to.
//
// The client judges nothing: it sends any name and any value, reads every form
// of a result that the errata allow, and leaves it to its caller to say whether
// an answer is right. It never waits without a bound for an answer, never takes
// one request's answer for another's, and never retries.
package client
