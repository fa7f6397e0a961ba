// Package specs is the conformance suite: a folder a chapter of the manual, a
// file a function or a theme, each spec one sentence of the manual with its
// proof under it. They are ordinary Go files, so that the suite is part of the
// binary; a chapter registers its specs when it is imported, and package
// runner imports them all.
//
// To write a spec:
//
//  1. State the rule in specs/ledger, in the file of its function or theme:
//     id, level (MUST where none is given), one sentence in our own words, the
//     errata that bear on it, the parameters, results, fields, codes and widths
//     it covers; what covers nothing new may name nothing. A rule that no client
//     can observe has a Reason and no spec.
//  2. In specs/<chapter>/<function>.go, inside the function's
//     `var _ = harness.Describe("CALLSTOP", func() { ... })`, write
//     `harness.Spec("CALLSTOP-3", "ends only the instance that it names", func(t *harness.T) { ... })`.
//     Several ids are separated by blanks; the first one's level counts. A
//     table is a plain loop around harness.Spec. Helpers of one chapter live
//     beside its specs.
//  3. Take every name from t (Device, Name, User, Group, Role, Station): they
//     are unique and of a width that every server must take. What a request
//     starts or adds, t ends or removes after the spec.
//  4. Judge only what the manual and the errata say: compare codes with
//     Reply.Is (all codes that Accept allows), read fields through Fields, and
//     tolerate what else a server sends. Note a free choice with t.Reading.
//  5. Never sleep: wait with t.Eventually, Events.Expect or t.Rows; that
//     something does not happen is Events.None. Goroutines come from t.Each.
//  6. A condition that no request can set comes from t.CoresDown,
//     t.DatabaseDown, t.Condition, t.Advance: where nobody can set it the spec is skipped, and that
//     counts as not verified.
//
// messagestructure is the model to follow.
//
// Whoever has a server of his own runs the suite from go test with Conform.
package specs
