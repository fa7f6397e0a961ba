// Package catalog is the API as data: every function with its parameters,
// results and response layout, every event, every result code, and every
// erratum that says how an unclear place of the manual is read.
//
// A function is declared once, here; parsing, validation, the WebAPI mapping,
// generators, specs, docs and the dissector all read that declaration. Binding
// turns a wire message into a Request: the function is found, aliases are
// resolved, values are trimmed, cut to their width and checked.
//
// The package holds facts and no behaviour of a recorder: no state, no I/O, no
// clock.
package catalog
