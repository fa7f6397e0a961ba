package catalog

import "github.com/offhook/offhook/reference/wire"

// Element is a wire element: what the body of a result is made of.
type Element = wire.Element

// Result is the answer to one request, before it is encoded.
type Result struct {
	Code    Code
	Message string    // RESULTMSG; "" means the code's label
	Body    []Element // what follows the head, in the layout's order
	File    *File     // by HTTP sent instead of all that; nil for all but exports
}

// OK is the plain API_OK result.
func OK() Result { return Result{Code: API_OK} }

// Fail returns an error result; msg "" means the code's label.
func Fail(c Code, msg string) Result { return Result{Code: c, Message: msg} }
