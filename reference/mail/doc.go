// Package mail delivers recordings by e-mail through one SMTP server.
//
// A relay is that server: it takes every mail, whomever it is for, and passes
// it on. A mail waits in the queue, which outlives the process, until the relay
// has taken it, has refused it for good, or a day has passed.
//
// The package knows neither the API nor what a recording sounds like: what is
// attached comes from a function that it is given.
package mail
