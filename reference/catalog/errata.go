package catalog

// Errata is the ledger of what the manual leaves open, E-01 first.
var Errata = []Erratum{}
