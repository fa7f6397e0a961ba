package catalog

import (
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	domain := strings.Repeat(strings.Repeat("a", 59)+".", 4) + "example.com"
	full := strings.Repeat("j", 254-len(domain)) + "@" + domain // 255 characters
	for _, c := range []struct {
		address string
		valid   bool
	}{
		{"jane.doe@example.com", true},
		{"first.last+tag@mail.example.com", true},
		{"o'hara=x@example.com", true},
		{"jane@[127.0.0.1]", true},
		{"zoë@größe.example", true},
		{full, true},
		{"j" + full, false}, // cut, it would be somebody else's
		{full + "\r\nBcc: eve@example.com", false},
		{"jane", false},
		{"jane@", false},
		{"@example.com", false},
		{"jane@@example.com", false},
		{"jane doe@example.com", false},
		{"jane@example.com, eve@example.com", false},
		{"jane@example.com;eve@example.com", false},
		{"friends: jane@example.com, eve@example.com;", false},
		{"Jane <jane@example.com>", false},
		{"<jane@example.com>", false},
		{"jane@example.com (Jane)", false},
		{"(Jane) jane@example.com", false},
		{`"jane doe"@example.com`, false},
		{"jane@example.com\r\nBcc: eve@example.com", false},
		{"jane\n@example.com", false},
		{"jane\x00@example.com", false},
		{"jane@example.com\x1b[2J", false},
		{"jane\xff@example.com", false},
		{"=?utf-8?q?jane?=@example.com>\r\nRCPT TO:<eve@example.com", false},
		{"jane@example.com> SIZE=1", false},
	} {
		req, res := bind("TYPE=EMAIL", "REQUESTID=1", "UNIQUEFIELD=ident", "UNIQUEID=1", "TOADDRESS="+c.address)
		switch {
		case c.valid && (res != nil || req.Value(TOADDRESS) != c.address):
			t.Errorf("%q: %v, bound as %q", c.address, res, req.Value(TOADDRESS))
		case !c.valid && codeOf(res) != API_EMAIL_NOT_VALID:
			t.Errorf("%q: %s instead of API_EMAIL_NOT_VALID", c.address, codeOf(res))
		}
	}
}
