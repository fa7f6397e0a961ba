// Package ledger is the list of everything that the manual demands of a
// server, as data: one requirement a rule, stated in our words, with the
// erratum that says how it is read where the manual is unclear.
//
// A requirement is one rule; its level says how much it demands; what it
// covers are the catalogue's facts (parameters, results, fields) that its
// specs exercise. A file holds one function or one theme and is named for it.
//
// The package knows no spec and no server: specs name requirements by id.
package ledger
