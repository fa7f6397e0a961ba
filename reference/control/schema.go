package control

import (
	_ "embed"
	"encoding/json"
	"net/http"
)

// schema describes the conditions as JSON Schema: what GET /conditions answers
// and, every name being optional, what PATCH takes beside nulls.
//
//go:embed schema.json
var schema []byte

func (p *Plane) showSchema(*http.Request) (any, error) { return json.RawMessage(schema), nil }
