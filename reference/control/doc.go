// Package control is the control plane: HTTP and JSON by which somebody who
// tests against the reference makes it fail, looks into it, moves its clock and
// starts it afresh.
//
// A condition is something that no request of the API can bring about; the
// conditions are one JSON document, changed by a merge patch (RFC 7396). What is
// left out of them is in order.
//
// The package decides nothing about behaviour: it sets conditions in the parts
// of a system that show them. It lets in only whom package gate lets in.
package control
