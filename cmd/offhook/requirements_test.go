package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/offhook/offhook/specs/ledger"
)

func TestWhatIsUncoveredIsListedWithExitCode1(t *testing.T) {
	rest := ledger.Facts{Parameters: []string{"CALLSTART/ANI"}, Codes: []string{"8"}}
	for _, c := range []struct {
		name   string
		rest   ledger.Facts
		asJSON bool
		want   string
		code   exit
	}{
		{"a line each", rest, false, "parameter CALLSTART/ANI\ncode 8\n", exitNo},
		{"JSON", rest, true, `"parameters":["CALLSTART/ANI"]`, exitNo},
		{"nothing", ledger.Facts{}, false, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			var code exit
			if err := writeUncovered(&out, c.rest, c.asJSON); err != nil && !errors.As(err, &code) {
				t.Fatal(err)
			}
			got := out.String()
			if c.asJSON {
				got = strings.Join(strings.Fields(got), "")
			}
			if code != c.code || (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("exit code %d and\n%s; want %d and\n%s", code, got, c.code, c.want)
			}
		})
	}
}
