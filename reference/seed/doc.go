// Package seed reads what a system is to begin with: its cores and schedules,
// the people in its directory, the devices that it knows, and the recordings
// that it already holds.
//
// A seed is a YAML file, or one of those embedded in fixtures/seeds. A team is a
// number of agents made up for a group; a history is recordings made up for a
// time that has passed. Both come from a random source that the file seeds, so
// that a seed means the same system each time.
//
// The package knows no store and no server, and reads no clock: when "now" is,
// its caller says.
package seed
