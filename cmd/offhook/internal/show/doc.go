// Package show presents results and events: as text to a person, as JSON to a
// program.
//
// Text is safe for a terminal, whatever a server put into it: nothing in it can
// move the cursor, change a colour or forge a line. JSON holds the values as
// they came.
//
// The package writes to what it is given and talks to nobody.
package show
