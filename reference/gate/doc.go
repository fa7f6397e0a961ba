// Package gate keeps strangers from the HTTP pages that are for those who run
// the reference: the control plane and the dashboard.
//
// A gate stands before a handler. On loopback it lets in whoever can reach it,
// except that no page of another site can: a name that was made to point here
// (DNS rebinding) is refused by the Host, a request from another page by its
// Origin. Elsewhere there is a token, and who has it may come in.
//
// The package never decides what a request may do, and holds no state.
package gate
