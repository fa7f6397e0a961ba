package catalog

// What follows is how Bind reads the errata, each in every reading.

// noType is the code of a TYPE that is missing or blank, unknownType of one
// that is no function (E-47).
func (d *Dialect) noType() Code {
	if d.Takes("E-47") == "10" {
		return API_UNKNOWN_MESSAGE_TYPE
	}
	return API_INVALID_REQUEST_TYPE
}

func (d *Dialect) unknownType() Code {
	if d.Takes("E-47") == "15" {
		return API_INVALID_REQUEST_TYPE
	}
	return API_UNKNOWN_MESSAGE_TYPE
}

// deprecated is the code of a function that is no longer offered (E-48).
func (d *Dialect) deprecated() Code {
	if d.Takes("E-48") == "10" {
		return API_UNKNOWN_MESSAGE_TYPE
	}
	return API_COMMAND_NOT_SUPPORTED
}

// takesZero reports whether f may be called with REQUESTID 0 (E-29).
func (d *Dialect) takesZero(f *Function) bool {
	switch d.Takes("E-29") {
	case "everywhere":
		return true
	case "nowhere":
		return false
	}
	return f.Name == "EVENTS"
}

// echo is what a result repeats of a REQUESTID that is invalid (E-30).
func (d *Dialect) echo(id []byte) string {
	switch reading := d.Takes("E-30"); {
	case reading == "blank":
		return ""
	case reading == "sent":
		return string(cut(id, maxTypeText))
	case reading == "number" && isNumber(id):
		return string(id)
	}
	return "0"
}

// maxWhole is how many characters of a value are kept where it is kept whole.
const maxWhole = 1000

// overlong is what becomes of a value that is too long (E-25): what is kept of
// it, or a refusal. Only text may be kept whole or refused: of a letter or a
// number that is too long there is no such thing.
func (d *Dialect) overlong(p *Param, v []byte) ([]byte, *Result) {
	reading := d.Takes("E-25")
	if p.Type != Text || reading == "cut" {
		return trim(cut(v, p.Width)), nil
	}
	refusal := &Result{Message: p.Name.String() + " is too long"}
	switch reading {
	case "11":
		refusal.Code = API_ERROR_PROCESSING_MESSAGE
	case "16":
		refusal.Code = API_INVALID_MESSAGE_FORMAT
	case "17":
		refusal.Code = API_INVALID_MESSAGE_FORMAT_17
	default:
		return trim(cut(v, maxWhole)), nil
	}
	return v, refusal
}

// Need guards a value that req must have: nil where it is there, else the
// answer, which E-64 leaves open for imports, users, groups and roles.
func (d *Dialect) Need(req *Request, n Name) *Result {
	if req.Given(n) {
		return nil
	}
	res := &Result{Code: API_INVALID_MESSAGE_FORMAT, Message: n.String() + " is missing"}
	if req.Has(n) {
		res = &Result{Code: API_BLANK_REQUIRED_VALUE, Message: n.String() + " must not be blank"}
	}
	if c := req.Function.Chapter; c != Import && c != UserGroupRole {
		return res
	}
	switch d.Takes("E-64") {
	case "16":
		res.Code = API_INVALID_MESSAGE_FORMAT
	case "17":
		res.Code = API_INVALID_MESSAGE_FORMAT_17
	case "26":
		res.Code = API_BLANK_REQUIRED_VALUE
	}
	return res
}

// NotRecorded is the code of an update of a RECORDID that no recording has
// (E-34).
func (d *Dialect) NotRecorded() Code {
	switch d.Takes("E-34") {
	case "14":
		return API_REQUESTID_INVALID
	case "23":
		return API_DATABASE_QUERY_ERROR
	}
	return API_RECORDID_INVALID
}

// breach is what a request answers that breaks the rule of a group, API_OK
// where it may go on: several devices in a blackout (E-41), no SESSIONID of a
// chat (E-20).
func (d *Dialect) breach(g *Group) Code {
	switch {
	case g.Rule == AtMostOne && d.Takes("E-41") == "deviceid":
		return API_OK
	case g.Rule == AtMostOne && d.Takes("E-41") == "17":
		return API_INVALID_MESSAGE_FORMAT_17
	case g.Code == API_SESSIONID_UNSPECIFIED && d.Takes("E-20") == "26":
		return API_BLANK_REQUIRED_VALUE
	}
	return g.Code
}
