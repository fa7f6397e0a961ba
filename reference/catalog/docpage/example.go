package docpage

import (
	"net/url"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// samples are the values that examples show, by tag, or by section and tag
// where a tag means several things.
var samples = map[string]string{
	"REQUESTID": "1", "DEVICEID": "4711", "DEVICEALIAS": "3001", "STATIONNAME": "DESK-4711", "STATION": "DESK-4711",
	"SYS_USER": "akaya", "CRM_USER": "CRM-AKAYA", "USERNAME": "akaya", "SYSTEMUSERNAME": "akaya", "COMPUTERNAME": "DESK-4711",
	"GROUP": "Claims", "GATE": "80", "ANI": "2025550143", "DNIS": "8005550199", "USER1": "Policy 20177",
	"CALLDIRECTION": "I", "CALLID": "88213", "SESSIONID": "web-5150", "PRIORITY": "50", "TIMEOFFSET": "-5",
	"CALLCOUNT": "5", "CALLDATESTART": "1767225600", "KEEPDAYS": "30", "ARCHIVEACTION": "-1",
	"AGENTID": "16", "AGENT_ID": "16", "EMPLOYEEID": "E-1044", "FIRSTNAME": "Aylin", "LASTNAME": "Kaya", "EMAIL": "akaya@example.com",
	"AGENTFIRSTNAME": "Aylin", "AGENTLASTNAME": "Kaya", "DOMAIN": "EXAMPLE", "PASSWORD": "correct horse",
	"RECORDING/SESSIONID": "4711-000100000004711", "AGENT/STATUS": "A", "RECORDING/STATUS": "recording", "RESULT/STATUS": "AVAILABLE",
	"PHONEID": "3001", "PHONES": "3001,3002", "SITEID": "1", "LOCATIONID": "1", "GROUPNAME": "Claims & Billing", "GROUPID": "11",
	"ROLENAME": "Supervisor", "ROLEID": "4", "DESCRIPTION": "May listen to calls", "USERID": "16",
	"UNIQUEFIELD": "ident", "UNIQUEID": "13101", "IDENT": "13101,13102", "RECORDID": "13101", "MEDIA_FORMAT": "MP3",
	"TOADDRESS": "qa@example.com", "EVENTCLASS": "ALL", "KEYNAME": "USERNAME", "KEYVALUE": "akaya",
	"COUNT": "1", "STARTTIME": "1/7/2026 9:15:02 AM", "COREIDENT": "1", "ISRECORDING": "Y", "ISRECORDINGVIDEO": "N",
	"FILENAME": `C:\Recordings\20260107\3001\3001-09-15-02-13101.wav`, "RECORDINGPATH": `C:\Recordings\`,
	"RECORDINGSPACEINFO": "120.50GB of 500.00GB", "RECORDINGTOTALDISKCAPACITY": "512000", "RECORDINGTOTALDISKFREE": "123392",
	"RECORDINGTOTALDISKFREEPCT": "24.10", "SYSTEMUPTIME": "3 days, 4 hours, 5 minutes, 6 seconds.",
	"SYSTEMPROCESSORSPEED": "2400MHz", "SYSTEMPROCESSORTYPE": "Example Processor", "SYSTEMRAMTOTAL": "8192",
	"SYSTEMRAMFREE": "5120", "SYSTEMRAMUSED": "3072", "SYSTEMRAMUSEDPCT": "37",
	"ID": "1", "STATE": "Recording", "RECORDINGDEVICE": "4711", "LASTSTATECHANGE": "1/7/2026 9:15:02 AM",
	"LASTSTATECHANGEUNIXTIME": "1767777302", "NAME": "ani", "VALUE": "Caller", "CALLNUMBER": "1", "RECORDINGTIME": "1767777302",
	"DURATION": "60", "ADD_TIME": "1/5/2026 8:00:00 AM", "MOD_TIME": "1/6/2026 4:30:00 PM", "IPADDRESS": "192.0.2.17",
	"APPLICATIONTITLE": "Claim 20177", "LASTUPDATE": "Jan 7 2026 9:15AM", "EVENTXREF": "0",
	"GLOBALCALLID": "000100000004711", "CHANNEL": "1", "ERRORREASON": "NONE",
}

// illustrative are the optional parameters that an example shows.
var illustrative = map[catalog.Name]bool{
	catalog.GROUP: true, catalog.ANI: true, catalog.DNIS: true, catalog.USER1: true, catalog.CALLCOUNT: true,
	catalog.CALLDATESTART: true, catalog.TIMEOFFSET: true, catalog.FIRSTNAME: true, catalog.LASTNAME: true,
	catalog.USERNAME: true, catalog.DESCRIPTION: true, catalog.EVENTCLASS: true,
}

// value is one parameter of an example request.
type value struct{ name, text string }

// exampleRequest returns a request that f accepts: what is required, the first
// alternative of each rule, and a few optional parameters.
func exampleRequest(f *catalog.Function) []value {
	shown := map[catalog.Name]bool{}
	for i := range f.Params {
		p := &f.Params[i]
		shown[p.Name] = p.Required || illustrative[p.Name]
	}
	for _, g := range f.Groups {
		for i, alternative := range g.Alternatives {
			for _, n := range alternative {
				shown[n] = i == 0
			}
		}
	}
	var values []value
	for i := range f.Params {
		if p := &f.Params[i]; shown[p.Name] {
			text := samples[p.Name.String()]
			if p.Type == catalog.Enum && p.Name == catalog.ACTION {
				text = p.Allowed[0]
			}
			values = append(values, value{p.Name.String(), text})
		}
	}
	return values
}

func requestXML(f *catalog.Function, values []value) string {
	e := wire.Parent("REQUEST", wire.Leaf("TYPE", f.Name))
	for _, v := range values {
		e.Children = append(e.Children, wire.Leaf(v.name, v.text))
	}
	return pretty(&e)
}

// requestURL writes the request as the WebAPI takes it.
func requestURL(f *catalog.Function, values []value) string {
	var b strings.Builder
	b.WriteString("/webAPI.aspx?type=" + strings.ToLower(f.Name))
	for _, v := range values {
		b.WriteString("&" + strings.ToLower(v.name) + "=" + strings.ReplaceAll(url.QueryEscape(v.text), "%2C", ","))
	}
	return b.String()
}

// resultXML writes the first of f's results, as it answers the request.
func resultXML(f *catalog.Function, values []value) string {
	o := f.Results[0]
	text := o.Text
	if text == "" {
		text = o.Code.String()
	}
	e := wire.Parent("RESULT",
		wire.Leaf("REQUESTTYPE", f.Name),
		wire.Leaf("REQUESTID", samples["REQUESTID"]),
		wire.Leaf("RESULTTYPE", o.Code.String()),
		wire.Leaf("RESULTCODE", strings.Fields(coded(o.Code))[0]),
		wire.Leaf("RESULTMSG", fill(text, f)))
	if o.Code == catalog.API_OK {
		e.Children = append(e.Children, exampleBody("RESULT", f.Layout, values)...)
	}
	return pretty(&e)
}

// fill puts samples in the place of what stands in braces.
func fill(text string, f *catalog.Function) string {
	return strings.NewReplacer("{function}", f.Name, "{cores}", "1,2", "{group}", samples["GROUPNAME"],
		"{role}", samples["ROLENAME"], "{user}", samples["USERID"]).Replace(text)
}

// exampleBody makes the elements of a layout: repeated ones once, optional
// sections left out, values of the request repeated.
func exampleBody(section string, layout []catalog.Layout, values []value) []wire.Element {
	var body []wire.Element
	for _, l := range layout {
		if l.Optional && len(l.Children) > 0 {
			continue
		}
		text, ok := samples[section+"/"+l.Name]
		if !ok {
			text = samples[l.Name]
		}
		e := wire.Element{Name: strings.Replace(l.Name, "#", "0", 1), Text: text}
		for _, v := range values {
			if v.name == l.Name {
				e.Text = v.text
			}
		}
		e.Children = exampleBody(l.Name, l.Children, values)
		body = append(body, e)
	}
	return body
}

// pretty writes an element with a line for each tag. Blank fields of one kind,
// such as USER2 to USER15, become one comment.
func pretty(e *wire.Element) string {
	var b strings.Builder
	writePretty(&b, e, "")
	return b.String()
}

func writePretty(b *strings.Builder, e *wire.Element, margin string) {
	if len(e.Children) == 0 {
		b.WriteString(margin)
		b.Write(wire.AppendField(nil, e.Name, e.Text))
		b.WriteByte('\n')
		return
	}
	b.WriteString(margin + "<" + e.Name + ">\n")
	for i := 0; i < len(e.Children); i++ {
		last := lastBlankUser(e.Children, i)
		if last > i {
			b.WriteString(margin + indent + "<!-- " + e.Children[i].Name + " to " + e.Children[last].Name + " -->\n")
			i = last
			continue
		}
		writePretty(b, &e.Children[i], margin+indent)
	}
	b.WriteString(margin + "</" + e.Name + ">\n")
}

// lastBlankUser returns the last of the blank USER fields from i on, or i.
func lastBlankUser(children []wire.Element, i int) int {
	last := i - 1
	for last+1 < len(children) && numbered(children[last+1].Name) && children[last+1].Text == "" {
		last++
	}
	return max(last, i)
}

// numbered reports whether a tag is one of USER1, USER2 and so on.
func numbered(tag string) bool {
	n, ok := strings.CutPrefix(tag, "USER")
	return ok && n != "" && strings.Trim(n, "0123456789") == ""
}
