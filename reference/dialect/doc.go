// Package dialect puts what the reference answers into the form that another
// reading of the errata gives it.
//
// A Form is how results and events look in one catalog.Dialect: how they end,
// in which order and under which names their parts stand, how a date is
// written. A rewrite is what one reading changes of that.
//
// The package changes how things are said, never what happened: readings that
// decide what a server does live where it does it.
package dialect
