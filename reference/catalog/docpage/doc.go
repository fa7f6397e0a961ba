// Package docpage prints the catalogue for a person at a terminal: a page for
// each function, and pages of all functions, events, result codes and errata.
//
// A page is plain text of at most Width columns. An example is a request and a
// result made from the declaration, never copied.
//
// The package decides nothing about the API and knows no function by name.
package docpage
