package catalog

import "testing"

func TestLookupFindsAFunctionInAnyCaseAndByAlias(t *testing.T) {
	for _, name := range []string{"CALLSTART", "callstart", "CallStart"} {
		if f := Lookup(name); f == nil || f.Name != "CALLSTART" {
			t.Errorf("Lookup(%q) = %v", name, f)
		}
	}
	if f := Lookup("combineexport"); f == nil || f.Name != "COMBINEDEXPORT" {
		t.Errorf("Lookup of an alias = %v", f)
	}
	if f := Lookup("NOSUCH"); f != nil {
		t.Errorf("Lookup of no function = %v", f.Name)
	}
}
