// Package status holds the specs of the chapter Status: what the server says of
// devices, channels, stations, the system and past recordings.
package status
