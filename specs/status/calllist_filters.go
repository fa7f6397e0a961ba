package status

import (
	"fmt"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// filters are the parameters of CALLLIST that a recording's own values must
// equal.
var filters = slices.Concat([]string{"DEVICEID", "CRM_USER", "SYS_USER", "DEVICEALIAS", "GROUP", "GATE", "ANI", "DNIS"}, users)

// keptWith makes a recording that a filter finds by the value it returns.
func keptWith(t *harness.T, filter string) (value string, row harness.Fields) {
	d := t.Device()
	switch filter {
	case "DEVICEID":
		return d, keptOn(t, d)
	case "SYS_USER":
		return t.Agent(d).SysUser, keptOn(t, d)
	case "CRM_USER":
		return t.Agent(d).CRMUser, keptOn(t, d)
	}
	value = valueOf(t, filter)
	return value, keptOn(t, d, filter, value)
}

// finds fails unless the filters find exactly these recordings, in any order.
func finds(t *harness.T, rows []harness.Fields, nameValues ...string) {
	want, got := ids(rows), ids(t.CallList(nameValues...))
	slices.Sort(want)
	slices.Sort(got)
	t.Equal("the list of RECORDIDs found", got, want)
}

func rows(list ...harness.Fields) []harness.Fields { return list }

var _ = harness.Describe("CALLLIST", func() {
	for _, filter := range filters {
		harness.Spec("CALLLIST-20", "finds recordings by their "+filter+" alone", func(t *harness.T) {
			value, row := keptWith(t, filter)
			_, other := keptWith(t, filter)
			found := t.CallList(filter, value)
			t.Check(slices.Contains(ids(found), row.Get("RECORDID")), "recording %s is not found", row.Get("RECORDID"))
			t.Check(!slices.Contains(ids(found), other.Get("RECORDID")), "recording %s is found, which has another %s", other.Get("RECORDID"), filter)
			for _, f := range found {
				t.Matches("a row that was found", f, filter, value)
			}
		})
	}
	harness.Spec("CALLLIST-20", "finds all recordings that have the value", func(t *harness.T) {
		gate := t.Name("g")
		a, b, c := kept(t, "GATE", gate), kept(t, "GATE", gate), kept(t, "GATE", gate)
		finds(t, rows(a, b, c), "GATE", gate)
	})

	harness.Spec("CALLLIST-21", "finds only what two filters both find", func(t *harness.T) {
		x, y, p, q := t.Name("v"), t.Name("v"), t.Name("v"), t.Name("v")
		xp, xq, yp := kept(t, "ANI", x, "USER1", p), kept(t, "ANI", x, "USER1", q), kept(t, "ANI", y, "USER1", p)
		finds(t, rows(xp, xq), "ANI", x)
		finds(t, rows(xp, yp), "USER1", p)
		finds(t, rows(xp), "ANI", x, "USER1", p)
		finds(t, nil, "ANI", y, "USER1", q)
	})
	harness.Spec("CALLLIST-21", "finds a recording by all filters together, and not if one of them differs", func(t *harness.T) {
		d := t.Device()
		u := t.Agent(d)
		values := described(t, "CALLID", "CALLDIRECTION", "CALLINSTANCE")
		t.StartRecorded(d, values...)
		t.Stop(d)
		all := append(values, "DEVICEID", d, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
		t.Equal("the number of filters", len(all)/2, len(filters))
		t.Rows(1, all...)
		for i := 1; i < len(all); i += 2 {
			one := slices.Clone(all)
			one[i] = t.Stranger()
			finds(t, nil, one...)
		}
		row := t.Row(d)
		for i := 0; i < len(all); i += 2 { // dates hold beside each filter
			found := ids(t.CallList(all[i], all[i+1], "CALLDATESTART", at(t, row, 60), "CALLDATEEND", at(t, row, 120)))
			t.Check(!slices.Contains(found, row.Get("RECORDID")), "recording %s is found by %s within dates that it is not of", row.Get("RECORDID"), all[i])
		}
	})
	harness.Spec("CALLLIST-21", "takes a filter of 0 as a value", func(t *harness.T) {
		v := t.Name("v")
		zero, one := kept(t, "USER1", v, "GATE", "0"), kept(t, "USER1", v, "GATE", "1")
		finds(t, rows(zero, one), "USER1", v)
		finds(t, rows(zero), "USER1", v, "GATE", "0")
	})
	harness.Spec("CALLLIST-22", "is answered API_OK without a recording where nothing matches", func(t *harness.T) {
		kept(t)
		for _, filter := range filters {
			finds(t, nil, filter, t.Stranger())
		}
	})
	harness.Spec("CALLLIST-23", "passes over filters that are blank", func(t *harness.T) {
		mark := t.Name("m")
		row := kept(t, "USER1", mark, "ANI", "614")
		finds(t, rows(row), "USER1", mark, "ANI", "", "DEVICEID", "", "CALLCOUNT", "", "CALLDATESTART", "", "CALLDATEEND", "")
	})
	harness.Spec("CALLLIST-24", "takes no part of a value and no wildcard for it", func(t *harness.T) {
		mark := t.Name("m")
		row := kept(t, "USER1", mark, "USER4", "golden")
		for _, v := range []string{"gold", "olden", "goldens", "%", "_olden", "*", "gold*", "' OR '1'='1", "golden' --"} {
			finds(t, nil, "USER1", mark, "USER4", v)
		}
		finds(t, rows(row), "USER1", mark, "USER4", "golden")
	})
	harness.Spec("CALLLIST-24", "takes quotes and wildcards in a value as they are", func(t *harness.T) {
		mark := t.Name("m")
		for _, v := range []string{"O'Brien", "50%", "a_b", `C:\new`, "*"} {
			row := kept(t, "USER1", mark, "USER4", v)
			finds(t, rows(row), "USER1", mark, "USER4", v)
		}
	})

	for _, c := range []struct{ count, rows int }{{1, 1}, {2, 2}, {3, 3}, {4, 3}, {1000, 3}} {
		harness.Spec("CALLLIST-25", fmt.Sprintf("shows %d of 3 recordings where CALLCOUNT is %d", c.rows, c.count), func(t *harness.T) {
			gate := t.Name("g")
			all := ids(rows(kept(t, "GATE", gate), kept(t, "GATE", gate), kept(t, "GATE", gate)))
			found := ids(t.CallList("GATE", gate, "CALLCOUNT", fmt.Sprint(c.count)))
			t.Equal("the number of rows", len(found), c.rows)
			for i, id := range found {
				t.Check(slices.Contains(all, id) && !slices.Contains(found[:i], id), "%q are found; the recordings are %q", found, all)
			}
		})
	}
	harness.Spec("CALLLIST-26", "shows no more recordings than CALLCOUNT without another filter", func(t *harness.T) {
		kept(t)
		kept(t)
		n := len(t.CallList("CALLCOUNT", "1"))
		t.Check(n <= 1, "%d rows are found", n)
		t.Reading("E-50", map[bool]string{true: "all", false: "fewer"}[n == 1])
	})
	for _, bad := range [][2]string{{"CALLCOUNT", "many"}, {"CALLCOUNT", "-1"}, {"CALLCOUNT", "99999999999999999999"},
		{"CALLDATESTART", "yesterday"}, {"CALLDATEEND", "1/31/2011"}, {"CALLDATEEND", "99999999999999999999"}} {
		harness.Spec("CALLLIST-27", fmt.Sprintf("finds nothing else where %s is %s", bad[0], bad[1]), func(t *harness.T) {
			gate := t.Name("g")
			row := kept(t, "GATE", gate)
			r := t.Send("CALLLIST", "GATE", gate, bad[0], bad[1]).Is(catalog.API_OK, catalog.API_INVALID_MESSAGE_FORMAT,
				catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_BLANK_REQUIRED_VALUE, catalog.API_DATABASE_QUERY_ERROR)
			for _, found := range r.Sections("SEARCHRESULT") {
				t.Equal("RECORDID of the row found", found.Get("RECORDID"), row.Get("RECORDID"))
			}
			finds(t, rows(row), "GATE", gate)
		})
	}
})
