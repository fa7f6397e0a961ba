package catalog

import (
	"fmt"
	"strings"
)

// maxErrata is how many errata a Dialect has room for.
const maxErrata = 80

// Dialect is one choice of a reading for every erratum. Dialects compare with
// ==; the zero one takes the reference's own readings.
type Dialect struct {
	reading [maxErrata]uint8 // position in Errata -> position in Readings
}

// UnknownReading is the error of a choice that the ledger does not know.
type UnknownReading struct {
	Given string   // as it was given: "E-03=lable"
	Known []string // what could stand there: "E-03=label", "E-03=error"
}

// Error names what there is.
func (e *UnknownReading) Error() string {
	return fmt.Sprintf("there is no %q; there are %s", e.Given, strings.Join(e.Known, ", "))
}

// ParseDialect returns the dialect that takes each of the choices, such as
// "E-03=error", and the reference's own reading of every other erratum. An
// erratum may be chosen once. What it does not know is an *UnknownReading.
func ParseDialect(choices []string) (Dialect, error) {
	var d Dialect
	chosen := map[*Erratum]bool{}
	for _, choice := range choices {
		id, reading, _ := strings.Cut(choice, "=")
		e := LookupErratum(strings.ToUpper(strings.TrimSpace(id)))
		switch {
		case e == nil:
			return Dialect{}, &UnknownReading{strings.TrimSpace(id), open()}
		case e.Readings == nil:
			return Dialect{}, fmt.Errorf("%s has one reading only; choose among %s", e.ID, strings.Join(open(), ", "))
		case chosen[e]:
			return Dialect{}, fmt.Errorf("%s is chosen twice; a server takes one reading", e.ID)
		case !d.take(e, strings.ToLower(strings.TrimSpace(reading))):
			return Dialect{}, &UnknownReading{e.ID + "=" + reading, e.choices()}
		}
		chosen[e] = true
	}
	return d, nil
}

// take chooses a reading of e and reports whether there is one of that name.
func (d *Dialect) take(e *Erratum, name string) bool {
	for i := range e.Readings {
		if e.Readings[i].Name == name {
			d.reading[e.number()-1] = uint8(i)
			return true
		}
	}
	return false
}

// Takes returns the name of the reading that d takes of an erratum. An id
// that is none, or one without Readings, is a programming error and panics.
func (d *Dialect) Takes(id string) string {
	n := numberOf(id) - 1
	return Errata[n].Readings[d.reading[n]].Name
}

// String lists the choices that are not the reference's own, in the ledger's
// order and as ParseDialect takes them, separated by commas.
func (d *Dialect) String() string {
	var choices []string
	for i := range Errata {
		if n := d.reading[i]; n > 0 {
			choices = append(choices, Errata[i].choice(int(n)))
		}
	}
	return strings.Join(choices, ",")
}

// number is the erratum's place in the ledger, from 1.
func (e *Erratum) number() int { return numberOf(e.ID) }

// numberOf is the number in "E-nn".
func numberOf(id string) int { return int(id[2]-'0')*10 + int(id[3]-'0') }

// choice is reading i as ParseDialect takes it.
func (e *Erratum) choice(i int) string { return e.ID + "=" + e.Readings[i].Name }

// choices are all readings of e.
func (e *Erratum) choices() []string {
	var all []string
	for i := range e.Readings {
		all = append(all, e.choice(i))
	}
	return all
}

// open lists the errata that have readings to choose.
func open() []string {
	var ids []string
	for i := range Errata {
		if Errata[i].Readings != nil {
			ids = append(ids, Errata[i].ID)
		}
	}
	return ids
}
