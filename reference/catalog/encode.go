package catalog

import (
	"strconv"

	"github.com/offhook/offhook/reference/wire"
)

// AppendResult appends the RESULT document that answers req, without its
// terminator: REQUESTTYPE, REQUESTID (E-05), the label (E-03), the code, the
// message, then the body.
func AppendResult(dst []byte, req *Request, res *Result) []byte {
	dst = append(dst, "<RESULT><REQUESTTYPE>"...)
	dst = wire.AppendText(dst, req.TypeText)
	dst = append(dst, "</REQUESTTYPE><REQUESTID>"...)
	dst = wire.AppendText(dst, req.IDText)
	dst = append(dst, "</REQUESTID><RESULTTYPE>"...)
	label := res.Code.String()
	dst = append(dst, label...)
	dst = append(dst, "</RESULTTYPE><RESULTCODE>"...)
	dst = strconv.AppendUint(dst, uint64(res.Code), 10)
	dst = append(dst, "</RESULTCODE><RESULTMSG>"...)
	if res.Message == "" {
		dst = append(dst, label...)
	} else {
		dst = wire.AppendText(dst, res.Message)
	}
	dst = append(dst, "</RESULTMSG>"...)
	for i := range res.Body {
		dst = wire.AppendElement(dst, &res.Body[i])
	}
	return append(dst, "</RESULT>"...)
}

// AppendEvent appends the CALLCOPYEVENT document of ev as the subscription
// xref sees it, without its terminator.
func AppendEvent(dst []byte, ev *Event, xref int) []byte {
	dst = append(dst, "<CALLCOPYEVENT>"...)
	dst = wire.AppendField(dst, "EVENTCLASS", ev.Type.Class)
	dst = wire.AppendField(dst, "EVENTTYPE", ev.Type.Name)
	dst = wire.AppendField(dst, "MODULE", ev.Type.Module)
	dst = append(dst, "<EVENTXREF>"...)
	dst = strconv.AppendInt(dst, int64(xref), 10)
	dst = append(dst, "</EVENTXREF><EVENTDATA>"...)
	for i := range ev.Type.Fields {
		dst = wire.AppendField(dst, ev.Type.Fields[i].Name, ev.Values[i])
	}
	return append(dst, "</EVENTDATA></CALLCOPYEVENT>"...)
}
