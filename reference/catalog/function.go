package catalog

import "strings"

// Chapter is a chapter of the manual.
type Chapter string

// The chapters in the manual's order.
const (
	MessageStructure  Chapter = "Message Structure"
	CallHandling      Chapter = "Call Handling"
	Status            Chapter = "Status"
	RecordingControl  Chapter = "Recording Control"
	Import            Chapter = "Import"
	UserGroupRole     Chapter = "User, Group, and Role"
	WebAPI            Chapter = "WebAPI"
	EventInterface    Chapter = "Event Interface"
	DeprecatedChapter Chapter = "Deprecated"
)

// Transports says over which transports a function may be called.
type Transports uint8

// TCP is the XML interface on port 5620, HTTP the WebAPI on 2012 and 2013.
const (
	TCP Transports = 1 << iota
	HTTP
)

// Function declares one function of the API.
type Function struct {
	Name       string   // the value of TYPE
	Aliases    []string // other values of TYPE that mean the same (E-14)
	Chapter    Chapter
	Transports Transports
	Summary    string    // what it does, one or two sentences of ours
	Params     []Param   // in the manual's order; REQUESTID first
	Groups     []Group   // rules that span parameters
	Results    []Outcome // what it may answer beside the answers common to all
	Layout     []Layout  // what follows the head of an API_OK result
	Notes      []string  // rules of behaviour that a user must know
	Errata     []string  // ids of the errata that touch it
	Database   bool      // it cannot answer without the database (23)
	OnInvalid  Invalid   // what becomes of a value that is not of its type
	Replaced   string    // deprecated: the function to use instead, or ""
	Deprecated string    // deprecated: the version since which it is, or ""

	index   [NameCount]int16 // Name -> position in Params + 1
	tags    map[string]Name  // upper-case tag or alias -> Name
	checked []*Param         // those that a check of values can refuse or change
}

// Invalid is what becomes of an optional value that is not of its type.
type Invalid uint8

const (
	// Ignore takes the value as absent: a call is never lost for a bad detail.
	Ignore Invalid = iota
	// Refuse answers API_INVALID_MESSAGE_FORMAT.
	Refuse
)

// Type is the type of a value.
type Type uint8

// The types of parameters and fields. All are sent as text.
const (
	Text     Type = iota
	Int           // signed decimal integer within Min..Max
	Flag          // Y or N
	Enum          // one of Allowed, in any case
	UnixTime      // seconds since 1970-01-01 UTC
	DateTime      // a date and time as E-36
	IDList        // decimal integers separated by commas
	Decimal       // a number with a fraction
	Address       // one e-mail address without a name
)

// Param declares one parameter of one function.
type Param struct {
	Name    Name
	Aliases []string // other tags for it (E-11, E-12)
	Type    Type
	Width   int    // in characters; 0 where the manual gives none
	Table   string // the manual's table of widths it comes from, "" if none
	// Required means that the function refuses to act without a value.
	Required bool
	// Identifies marks the manual's asterisk: one of these must be given, and
	// they are tried in the order of declaration.
	Identifies bool
	// NeedsAgent marks the manual's plus: usable only for a device that has
	// been associated with an agent.
	NeedsAgent bool
	Allowed    []string // Enum and Flag: the values
	Min, Max   int64    // Int: the range
	Default    string   // the value taken where none is given
	Secret     bool     // masked wherever it would be shown
	// Invalid is what a value of another type answers, even where the
	// function ignores such values; 0: API_INVALID_MESSAGE_FORMAT.
	Invalid Code
	Doc     string // meaning and unit, in our words
}

// GroupRule is a rule over several parameters.
type GroupRule uint8

// AtLeastOne, AtMostOne and ExactlyOne count the members that have a value.
const (
	AtLeastOne GroupRule = iota
	AtMostOne
	ExactlyOne
)

// Group is a rule over alternatives; an alternative is one parameter or
// several that belong together (FIRSTNAME with LASTNAME).
type Group struct {
	Rule         GroupRule
	Alternatives [][]Name
	Code         Code   // what a breach answers
	Message      string // with which RESULTMSG
}

// Outcome is a result that a function may give.
type Outcome struct {
	Code Code
	// Text is the RESULTMSG; {cores}, {function}, {group}, {role}, {user} and
	// the like stand for what is filled in.
	Text string
	When string // under which condition, in our words
}

// Layout declares one element of a response, after the head.
type Layout struct {
	Name     string // the tag; "PROCESSOR#" stands for PROCESSOR0, PROCESSOR1, …
	Repeat   bool   // any number of them, none included
	Optional bool   // may be left out
	Type     Type
	Width    int
	Table    string // the manual's table of widths it comes from, "" if none
	Doc      string
	Children []Layout
	Accept   []string // other tags that mean the same field (E-09, E-10, E-12, E-13)
}

// Param returns the declaration of a parameter of f, or nil.
func (f *Function) Param(n Name) *Param {
	if i := f.index[n]; i > 0 {
		return &f.Params[i-1]
	}
	return nil
}

// Outcome returns the declaration of f's result of that code, or nil.
func (f *Function) Outcome(c Code) *Outcome {
	for i := range f.Results {
		if f.Results[i].Code == c {
			return &f.Results[i]
		}
	}
	return nil
}

// Answer returns the result that f declares first for the code, with the
// placeholders of its text filled in: names and values alternate; {function}
// is filled in by itself.
func (f *Function) Answer(c Code, fill ...string) Result {
	o := f.Outcome(c)
	if o == nil {
		return Result{Code: c}
	}
	text := strings.ReplaceAll(o.Text, "{function}", f.Name)
	for i := 0; i+1 < len(fill); i += 2 {
		text = strings.ReplaceAll(text, "{"+fill[i]+"}", fill[i+1])
	}
	return Result{Code: c, Message: text}
}
