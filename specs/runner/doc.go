// Package runner runs the conformance suite against one target: it selects the
// specs, has Ginkgo run them in an order that the seed decides, and turns what
// became of them into a report.
//
// A selection is the specs that a focus and a label expression leave. A spec
// that fails is tried a second time; it stays failed, and is unstable where the
// second try holds.
//
// The package judges no single answer: specs do. It prints nothing but
// progress, and never ends the process. Ginkgo keeps its state in package
// variables, so that a process can Run the suite once; a Session does without
// Ginkgo, and there may be any number of them.
package runner
