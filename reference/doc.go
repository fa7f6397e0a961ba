// Package reference is the reference system assembled: the recorder, the
// directory and the store behind a server, as serve, the specs and tests
// embed it.
//
// A System is started whole and shut down whole. Its Set methods are test
// conditions: states that no request can bring about.
package reference
