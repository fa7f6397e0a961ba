// Package deprecated holds the specs of the functions that the manual's list of
// deprecated functions names: they are refused, and do nothing.
package deprecated
