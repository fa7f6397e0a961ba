// Package imports holds the specs of the chapter Import: users, their phones,
// and workstations.
package imports
