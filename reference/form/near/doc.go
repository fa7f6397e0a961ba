// Package near finds what somebody may have meant who typed a name that does
// not exist. A near match differs by few letters, or holds what was typed.
//
// It knows no names of its own.
package near
