// Package store keeps finished recordings, the directory, the mails to be sent
// and the counters in a database: SQLite in a file or in memory, or PostgreSQL.
//
// A commit is one transaction of many recordings: they queue as they are
// saved, and one goroutine writes what has gathered. An outage is the time in
// which the database cannot be written, for real or as a test condition; the
// queue holds what is saved meanwhile and it is written once when the outage
// is over. A counter gives numbers that are never given twice.
//
// The package decides nothing about calls or users, reads no protocol, and
// never blocks a caller that saves a recording.
package store
