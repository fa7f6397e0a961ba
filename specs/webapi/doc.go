// Package webapi holds the specs of the chapter WebAPI: that a URL calls what a
// message by TCP calls, with the same answer and the same effect, and how names
// and values are written in one.
package webapi
