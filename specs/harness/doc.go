// Package harness is what specs are written with: it gives a spec its
// connections, names and devices, sends its requests, waits for what must
// follow, cleans up after it, and says what was wrong when it fails.
//
// An entry is a spec as it was registered; a run is one target with the entries
// tried against it; T is a spec's view of the run; a reading is the meaning
// that the target was seen to give to an erratum.
//
// The harness assumes nothing about a target but that it speaks the API: it
// never counts on being alone, on an empty server, on an order of elements, or
// on a time. It decides no verdict: package runner does.
package harness
