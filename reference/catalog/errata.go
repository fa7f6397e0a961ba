package catalog

import "slices"

// Errata is the ledger of what the manual leaves open, E-01 first. An id never
// changes; new ones are added at the end.
var Errata = slices.Concat(errata01, errata35)

// LookupErratum returns the erratum of that id, or nil.
func LookupErratum(id string) *Erratum {
	for i := range Errata {
		if Errata[i].ID == id {
			return &Errata[i]
		}
	}
	return nil
}
