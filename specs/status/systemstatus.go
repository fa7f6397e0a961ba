package status

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var (
	space     = regexp.MustCompile(`^(\d+(?:\.\d+)?) ?GB of (\d+(?:\.\d+)?) ?GB$`)
	uptime    = regexp.MustCompile(`^(\d+) days?, (\d+) hours?, (\d+) minutes?, (\d+) seconds?(\.?)$`)
	processor = regexp.MustCompile(`^PROCESSOR(\d+)$`)
	speed     = regexp.MustCompile(`^\d+(\.\d+)? ?MHz$`)
)

// system returns what SYSTEMSTATUS says of the machine, its processors apart.
func system(t *harness.T) harness.Fields { return t.OK("SYSTEMSTATUS").Fields() }

// number reads a field as a number that is not negative.
func number(t *harness.T, f harness.Fields, name string) float64 {
	n, err := strconv.ParseFloat(f.Get(name), 64)
	t.Check(err == nil && n >= 0, "%s is %q, no number from 0", name, f.Get(name))
	return n
}

// about fails unless two figures are the same but for rounding and for what the
// machine did between two measurements.
func about(t *harness.T, what string, got, want, slack float64) {
	t.Check(math.Abs(got-want) <= slack, "%s is %v; it should be about %v", what, got, want)
}

var _ = harness.Describe("SYSTEMSTATUS", func() {
	harness.Spec("SYSTEMSTATUS-1", "says where recordings go, how full that disk is, how long the system runs and how much memory it has", func(t *harness.T) {
		f := system(t)
		t.HasFields("the result", f, "RECORDINGPATH", "RECORDINGSPACEINFO",
			"RECORDINGTOTALDISKCAPACITY", "RECORDINGTOTALDISKFREE", "RECORDINGTOTALDISKFREEPCT", "SYSTEMUPTIME",
			"SYSTEMRAMTOTAL", "SYSTEMRAMFREE", "SYSTEMRAMUSED", "SYSTEMRAMUSEDPCT")
		t.Check(f.Get("RECORDINGPATH") != "", "RECORDINGPATH is blank")
	})
	harness.Spec("SYSTEMSTATUS-2", "describes every processor, numbered from 0", func(t *harness.T) {
		r := t.OK("SYSTEMSTATUS")
		found := map[string]bool{}
		for _, e := range r.Body.Children {
			if m := processor.FindStringSubmatch(e.Name); m != nil {
				t.Check(!found[m[1]], "%s is there twice", e.Name)
				found[m[1]] = true
				p := r.Sections(e.Name)[0]
				t.HasFields(e.Name, p, "SYSTEMPROCESSORSPEED", "SYSTEMPROCESSORTYPE")
			}
		}
		r.Want(len(found) > 0, "a PROCESSOR0 section")
		for i := range len(found) {
			r.Want(found[fmt.Sprint(i)], "a PROCESSOR%d section among %d", i, len(found))
		}
	})
	harness.Spec("SYSTEMSTATUS-3", "gives the disk's size and free space as numbers, with free no more than there is", func(t *harness.T) {
		f := system(t)
		capacity, free := number(t, f, "RECORDINGTOTALDISKCAPACITY"), number(t, f, "RECORDINGTOTALDISKFREE")
		t.Check(capacity > 0 && free <= capacity, "%v of %v MB are free", free, capacity)
		t.Check(number(t, f, "RECORDINGTOTALDISKFREEPCT") <= 100, "RECORDINGTOTALDISKFREEPCT is %s", f.Get("RECORDINGTOTALDISKFREEPCT"))
	})
	harness.Spec("SYSTEMSTATUS-4", "gives the memory in whole numbers, with free and used no more than there is", func(t *harness.T) {
		f := system(t)
		for _, name := range []string{"SYSTEMRAMTOTAL", "SYSTEMRAMFREE", "SYSTEMRAMUSED", "SYSTEMRAMUSEDPCT"} {
			n, ok := f.Int(name)
			t.Check(ok && n >= 0, "%s is %q", name, f.Get(name))
		}
		total := number(t, f, "SYSTEMRAMTOTAL")
		t.Check(total > 0 && number(t, f, "SYSTEMRAMFREE") <= total && number(t, f, "SYSTEMRAMUSED") <= total, "of %v MB %s are free and %s used",
			total, f.Get("SYSTEMRAMFREE"), f.Get("SYSTEMRAMUSED"))
		t.Check(number(t, f, "SYSTEMRAMUSEDPCT") <= 100, "SYSTEMRAMUSEDPCT is %s", f.Get("SYSTEMRAMUSEDPCT"))
	})
	harness.Spec("SYSTEMSTATUS-5", "says the same of the disk in its figures and its words", func(t *harness.T) {
		f := system(t)
		capacity, free := number(t, f, "RECORDINGTOTALDISKCAPACITY"), number(t, f, "RECORDINGTOTALDISKFREE")
		pct := number(t, f, "RECORDINGTOTALDISKFREEPCT")
		about(t, "RECORDINGTOTALDISKFREEPCT", pct, 100*free/capacity, 1)
		words := space.FindStringSubmatch(f.Get("RECORDINGSPACEINFO"))
		t.Check(words != nil, "RECORDINGSPACEINFO is %q, not as in 22.35GB of 37.21GB", f.Get("RECORDINGSPACEINFO"))
		wordsFree, _ := strconv.ParseFloat(words[1], 64)
		wordsCapacity, _ := strconv.ParseFloat(words[2], 64)
		about(t, "the share of RECORDINGSPACEINFO, percent,", 100*wordsFree/wordsCapacity, pct, 1)
		about(t, "the size in RECORDINGSPACEINFO", wordsCapacity, capacity/1024, 0.1*wordsCapacity)
	})
	harness.Spec("SYSTEMSTATUS-6", "gives memory figures that fit one another", func(t *harness.T) {
		f := system(t)
		total, used := number(t, f, "SYSTEMRAMTOTAL"), number(t, f, "SYSTEMRAMUSED")
		about(t, "SYSTEMRAMFREE with SYSTEMRAMUSED", number(t, f, "SYSTEMRAMFREE")+used, total, 0.02*total)
		about(t, "SYSTEMRAMUSEDPCT", number(t, f, "SYSTEMRAMUSEDPCT"), 100*used/total, 2)
	})
	harness.Spec("SYSTEMSTATUS-7", "writes the uptime in days, hours, minutes and seconds", func(t *harness.T) {
		shown := system(t).Get("SYSTEMUPTIME")
		m := uptime.FindStringSubmatch(shown)
		t.Check(m != nil, "SYSTEMUPTIME is %q, not as in 0 days, 18 hours, 24 minutes, 37 seconds.", shown)
		for i, limit := range []int{0, 24, 60, 60} {
			n, _ := strconv.Atoi(m[i+1])
			t.Check(limit == 0 || n < limit, "SYSTEMUPTIME is %q", shown)
		}
		t.Reading("E-37", map[bool]string{true: "stop", false: "none"}[m[5] == "."])
	})
	harness.Spec("SYSTEMSTATUS-7", "does not go back in its uptime", func(t *harness.T) {
		before := seconds(t, system(t).Get("SYSTEMUPTIME"))
		after := seconds(t, system(t).Get("SYSTEMUPTIME"))
		t.Check(after >= before, "the uptime was %d s, then %d s", before, after)
	})
	harness.Spec("SYSTEMSTATUS-8", "gives the speed of a processor in MHz, and names its type", func(t *harness.T) {
		p := t.OK("SYSTEMSTATUS").Sections("PROCESSOR0")
		t.Check(len(p) == 1, "there are %d PROCESSOR0 sections", len(p))
		t.Check(speed.MatchString(p[0].Get("SYSTEMPROCESSORSPEED")), "SYSTEMPROCESSORSPEED is %q, not as in 2394MHz", p[0].Get("SYSTEMPROCESSORSPEED"))
		t.Check(p[0].Get("SYSTEMPROCESSORTYPE") != "", "SYSTEMPROCESSORTYPE is blank")
	})
	harness.Spec("SYSTEMSTATUS-9", "spells the field of the free space in one of the manual's ways", func(t *harness.T) {
		names := strings.Join(system(t).Names(), " ")
		t.Check(strings.Contains(names, "RECORDINGSPACEINFO") != strings.Contains(names, "RECORDINGSPEACEINFO"), "the fields are %s", names)
		t.Reading("E-10", map[bool]string{true: "space", false: "speace"}[strings.Contains(names, "RECORDINGSPACEINFO")])
	})
	harness.Spec("SYSTEMSTATUS-10", "goes on without the database", func(t *harness.T) {
		t.DatabaseDown()
		t.HasFields("the result", system(t), "RECORDINGPATH", "SYSTEMUPTIME", "SYSTEMRAMTOTAL")
	})
	harness.Spec("SYSTEMSTATUS-11", "refuses a REQUESTID that is none", func(t *harness.T) { requestIDs(t, "SYSTEMSTATUS") })
})

// seconds reads an uptime as the number of seconds that it is.
func seconds(t *harness.T, shown string) int {
	m := uptime.FindStringSubmatch(shown)
	t.Check(m != nil, "SYSTEMUPTIME is %q, not as in 0 days, 18 hours, 24 minutes, 37 seconds.", shown)
	total := 0
	for i, unit := range []int{86400, 3600, 60, 1} {
		n, _ := strconv.Atoi(m[i+1])
		total += n * unit
	}
	return total
}

// requestIDs fails unless a function refuses what is no REQUESTID and repeats
// what is one.
func requestIDs(t *harness.T, function string, nameValues ...string) {
	for _, id := range []string{"", "-1", "2147483648"} {
		t.Send(function, append(nameValues, "REQUESTID", id)...).Is(catalog.API_REQUESTID_INVALID)
	}
	r := t.OK(function, append(nameValues, "REQUESTID", "2147483647")...)
	t.Equal("REQUESTID", r.RequestID, "2147483647")
	t.Equal("REQUESTTYPE", r.RequestType, function)
}
