// Package directory keeps who and what the recorder knows besides calls:
// users (agents), their phones, workstations, groups, group and user
// permissions, roles. It executes the functions of the chapters Import and
// User, Group, and Role, except those that send e-mail, and STATIONS.
//
// A plan is what a request would do: a result and the changes, computed
// without changing anything. Changes are applied after they have been stored,
// so that an answer never promises what a lost database has forgotten.
//
// The package does no I/O, reads no clock, starts no goroutine and takes no
// lock.
package directory
