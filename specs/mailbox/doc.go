// Package mailbox is a mail server that keeps what it takes, so that a spec can
// see what a recorder has sent.
//
// A letter is one mail as it came, for one address.
//
// The package passes nothing on: what it takes stays in memory, up to a limit.
package mailbox
