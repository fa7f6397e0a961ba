// Package reports is what a run found, as data, and the ways to show it:
// JSON for machines, JUnit for build servers, HTML for people who were not
// there, and text for the terminal of the one who was.
//
// Its words: a verdict judges a whole run, a state one spec of it; a reading is
// the meaning that the target was seen to give to an erratum.
//
// Every string in a report may come from a hostile server, so each rendering
// neutralises what its medium would act upon. The package talks to no server,
// reads no clock and decides nothing about a spec: it counts and it renders.
package reports
