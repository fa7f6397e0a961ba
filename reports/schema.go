package reports

import _ "embed"

// ConformJSONSchema is the JSON schema (draft 2020-12) of what WriteJSON writes.
//
//go:embed schema/conform.schema.json
var ConformJSONSchema []byte
