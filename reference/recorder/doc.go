// Package recorder is the call recorder as a deterministic state machine:
// devices, call instances, recordings, partial recordings, blackouts and chat
// sessions. A request and the time go in; a result, events and effects come
// out.
//
// A call instance is one call on a device. A recording is what is kept of a
// call; a partial recording runs beside the call's own. A blackout is a range
// of time that no recording may hold. An effect is something that the world
// must do: save a row, update a row.
//
// The package does no I/O, reads no clock, starts no goroutine and takes no
// lock. Its caller serialises calls and gives times that do not go backwards.
package recorder
