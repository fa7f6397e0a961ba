// Package save puts what a server sends into a file of the user's: all of it or,
// where that fails, nothing, and what was there before stays.
//
// It never guesses a name.
package save
