// Package pci judges blackouts from outside the recorder: which seconds between
// the start and the stop that a client asked for were nevertheless recorded.
// There must be none.
//
// An audit follows what everybody can see: requests with their results, and
// events. From these alone it works out what had to be silent, by rules of its
// own; what is silent, the finished recording says. What had to be and is not
// is a leak.
//
// The package asks the recorder nothing and shares no code with its blackouts.
// It is not told who sits at a device that is in no call: an agent's blackout
// asked for by such a device is counted, but not followed.
package pci
