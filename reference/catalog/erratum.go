package catalog

// Erratum is one place where the manual contradicts itself, is silent or is
// misprinted, and how it is read.
type Erratum struct {
	ID      string // "E-01"; never changes
	Where   string // the function, result or chapter
	Problem string
	Emit    string // what the reference sends or does; "-" where nothing
	Accept  string // what any server may do without failing the suite
	Send    string // what our clients send
	// Readings names the readings that Accept allows, the one that the
	// reference takes first; nil where there is only one.
	Readings []Reading
}

// Reading is one accepted reading of an erratum.
type Reading struct {
	Name string // short and lower case: "crlf", "label", "error"
	Doc  string
}
