// Package control is a client of the control plane of a reference system: it
// sets test conditions, moves the clock, begins afresh.
//
// A condition is an entry of the document that GET /conditions shows; nil puts
// one in order. The package knows the paths and forms of docs/control-plane.md
// and nothing of what they bring about.
package control
