package harness

import (
	"slices"
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// Requires fails unless a request is refused where a parameter of it is
// missing, and where it is blank: as no valid message, as a blank value (E-64),
// or with one of the codes that fit this parameter too.
func (t *T) Requires(typ string, nameValues []string, parameter string, also ...catalog.Code) {
	codes := append([]catalog.Code{catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE}, also...)
	without := client.NewRequest(typ, nameValues...)
	without.Pairs = slices.DeleteFunc(without.Pairs, func(p client.Pair) bool { return p.Name == parameter })
	missing := t.conn().Do(without).Is(codes...)
	blank := t.conn().Do(client.NewRequest(typ, nameValues...).Set(parameter, "")).Is(codes...)
	if len(also) > 0 {
		return // another rule may have spoken
	}
	switch invalid := missing.Code == 16 || missing.Code == 17; {
	case missing.Code == blank.Code && (invalid || blank.Code == 26):
		t.Reading("E-64", strconv.Itoa(blank.Code))
	case invalid && blank.Code == 26:
		t.Reading("E-64", "distinct")
	}
}
