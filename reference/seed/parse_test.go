package seed

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/form"
)

// wrong are files with one mistake each, and what is said about it.
// beyondSchema: only what one key says about another shows it.
var wrong = []struct {
	name, text, says string
	beyondSchema     bool
}{
	{"an unknown key", "cors: 5", "seed x:1:1: cors: there is no such key; did you mean cores?; the file takes description, recording_path,", false},
	{"an unknown key below", "users:\n  - first_name: A\n    last_name: B\n    phone: 7", "seed x:4:5: users[0].phone: there is no such key; did you mean phones?; users[0] takes first_name,", false},
	{"an unknown tag", "history: {recordings: 1, days: 1, values: {ANY: [x]}}", "seed x:1:44: history.values.ANY: there is no such key; did you mean ANI?; history.values takes USER1,", false},
	{"a number that is a text", "cores:\n  - id: one\n    channels: 2", "seed x:2:9: cores[0].id: a whole number is expected, not a text", false},
	{"a number that is none", "cores: [{id: 1, channels: 2.5}]", "cores[0].channels: a whole number is expected, not the number \"2.5\"", false},
	{"a list that is none", "groups: {name: a}", "seed x:1:9: groups: a list is expected, not a section of keys", false},
	{"a section that is none", "history: [1]", "seed x:1:10: history: a section of keys is expected, not a list", false},
	{"a text that is a list", "description: [a]", "description: a text is expected, not a list", false},
	{"nothing", "description:", "description: a text is expected, not nothing", false},
	{"a flag that is none", "users: [{first_name: A, last_name: B, inactive: perhaps}]", "inactive: true or false is expected, not a text", false},
	{"a length of time without a unit", "agent_blackout_max: 90", "agent_blackout_max: a length of time such as 90s, 3m20s or 26h is expected, not the number \"90\"", false},
	{"a length of time in another unit", "agent_blackout_max: 2 days", "a length of time such as 90s, 3m20s or 26h is expected, not \"2 days\"", false},
	{"a time in another form", "schedules: [{name: a, type: on-demand, from: 31.3.2026}]", "schedules[0].from: a time such as 2026-03-31 or 2026-03-31 14:05:00 is expected, not \"31.3.2026\"", false},
	{"a missing key", "cores: [{id: 1}]", "seed x:1:9: cores[0]: channels is missing", false},
	{"a blank name", "groups: [{name: ''}]", "groups[0].name: it must not be blank", false},
	{"a number too high", "cores: [{id: 10000, channels: 1}]", "cores[0].id: \"10000\" is not from 1 to 9999", false},
	{"a number beyond all", "cores: [{id: 99999999999999999999, channels: 1}]", "cores[0].id:", false},
	{"no channels", "cores: [{id: 1, channels: 0}]", "cores[0].channels: \"0\" is not from 1 to 1000000", false},
	{"a text too long", "groups: [{name: " + strings.Repeat("x", 256) + "}]", "xxx…\" is longer than the 255 characters allowed", false},
	{"a value too long", "recordings: [{device: 1, ago: 1h, length: 1m, values: {DEVICEALIAS: sixteen letters.}}]", "DEVICEALIAS: \"sixteen letters.\" is longer than the 15 characters allowed", false},
	{"a text that is none of some", "schedules: [{name: a, type: odd}]", "schedules[0].type: \"odd\" is none of percentage, agent percentage, set number, on-demand, api initiated", false},
	{"another direction", "recordings: [{device: 1, ago: 1h, length: 1m, values: {CALLDIRECTION: X}}]", "CALLDIRECTION: \"X\" is none of I, O, ?", false},
	{"too many entries", "users: [{first_name: A, last_name: B, phones: [" + strings.Repeat("1,", 100) + "1]}]", "users[0].phones: 101 entries are more than the 100 allowed", false},
	{"a list alone", "- a", "a section of keys is expected, not a list", false},

	{"a control character", "description: \"a\\x07b\"", "description: \"a\\ab\" holds a control character", true},
	{"blanks around", "groups: [{name: ' a'}]", "groups[0].name: \" a\" begins or ends with a blank", true},
	{"a length of time too long", "agent_blackout_max: 1000h", "\"1000h\" is not from 0s to 168h", true},
	{"a time that is none", "schedules: [{name: a, type: on-demand, from: 2026-02-30}]", "is expected, not \"2026-02-30\"", true},
	{"a core twice", "cores: [{id: 1, channels: 1}, {id: 1, channels: 1}]", "seed x:1:36: cores[1].id: the core \"1\" is there already: cores[0].id", true},
	{"too many channels", "cores: [{id: 1, channels: 600000}, {id: 2, channels: 600000}]", "cores: 1200000 channels in all are more than the 1000000 allowed", true},
	{"a group twice", "groups: [{name: a}, {name: A}]", "groups[1].name: the group \"A\" is there already: groups[0].name", true},
	{"a member nobody knows", "groups: [{name: a, members: [ada]}]", "groups[0].members[0]: there is no username \"ada\"", true},
	{"a role nobody knows", "users: [{first_name: A, last_name: B, roles: [a]}]", "users[0].roles[0]: there is no role \"a\"", true},
	{"a role's group nobody knows", "roles: [{name: a, groups: [b]}]", "roles[0].groups[0]: there is no group \"b\"", true},
	{"a person twice", "users: [{first_name: A, last_name: B}, {first_name: a, last_name: b}]", "the person \"a b\" is there already: users[0].last_name", true},
	{"a phone twice", "users: [{first_name: A, last_name: B, phones: [1]}, {first_name: C, last_name: D, phones: [1]}]", "users[1].phones[0]: the phone \"1\" is there already: users[0].phones[0]", true},
	{"a phone in a team", "groups: [{name: a}]\nusers: [{first_name: A, last_name: B, phones: [12]}]\nteams: [{group: a, agents: 5, first_phone: 10}]", "teams[0].first_phone: the phone \"12\" is there already: users[0].phones[0]", true},
	{"a team of no group", "teams: [{group: a, agents: 5, first_phone: 10}]", "teams[0].group[0]: there is no group \"a\"", true},
	{"too many agents", "groups: [{name: a}]\nteams: [{group: a, agents: 30000, first_phone: 1}, {group: a, agents: 30000, first_phone: 100000}]", "teams: 60000 users in all are more than the 50000 allowed", true},
	{"too many workstations", "groups: [{name: a}]\nteams: [{group: a, agents: 50000, first_phone: 1, station: S}]\nworkstations: [{station: b, device: c}]", "workstations: 50001 workstations in all are more than the 50000 allowed", true},
	{"too many permissions", "users: [{first_name: A, last_name: B, username: a}]\ngroups:\n" + strings.Repeat("  - {name: "+"g, permitted: ["+strings.Repeat("a,", 1000)+"a]}\n", 100), "groups: 100100 permissions in all are more than the 100000 allowed", true},
	{"too many devices", "devices: [{id: 1, count: 150000}, {id: 500000, count: 150000}]", "devices: 300000 devices in all are more than the 200000 allowed", true},
	{"devices counted from a text", "devices: [{id: a, count: 2}]", "devices[0].id: with a count the id is a number, and there is no alias", true},
	{"a station twice", "workstations: [{station: a, device: 1}, {station: A, device: 2}]", "workstations[1].station: the station \"A\" is there already", true},
	{"a location that does not exist", "locations: [5]\nworkstations: [{station: a, device: 1, location_id: 6}]", "there is no location 6", true},
	{"a site that does not exist", "sites: [5]\nusers: [{first_name: A, last_name: B, site_id: 6}]", "there is no site 6", true},
	{"a schedule on no core", "schedules: [{name: a, type: on-demand, cores: [3]}]", "schedules[0].cores[0]: there is no core 3", true},
	{"a share of what has none", "schedules: [{name: a, type: on-demand, percent: 5}]", "percent belongs to the percentage types", true},
	{"no share", "schedules: [{name: a, type: percentage}]", "percent belongs to the percentage types, which need it", true},
	{"no number", "schedules: [{name: a, type: set number}]", "number belongs to the type set number, which needs it", true},
	{"a pattern that is none", "schedules: [{name: a, type: on-demand, match: {ANI: '[a'}}]", "pattern \"[a\" of ANI is malformed", true},
	{"two beginnings", "recordings: [{device: 1, ago: 1h, start: 2026-01-01, length: 1m}]", "recordings[0]: it needs start or ago, one of them", true},
	{"a recording that is not over", "recordings: [{device: 1, ago: 1m, length: 2m}]", "a recording of 2m0s that began 1m0s ago is not over", true},
	{"a blackout beyond the end", "recordings: [{device: 1, ago: 1h, length: 1m, blackouts: [{to: 61s}]}]", "recordings[0].blackouts[0]: blackouts come in order, do not overlap, and lie within the recording", true},
	{"a history without phones", "history: {recordings: 1, days: 1}", "history.recordings: 1 calls do not fit", true},
	{"a history of night hours", "devices: [{id: 1}]\nhistory: {recordings: 1, days: 1, from_hour: 21}", "history.to_hour: business from 21 to 20 o'clock has no hours", true},

	{"an empty file", "", "the file is empty", true},
	{"a comment alone", "# nothing", "the file is empty", true},
	{"two documents", "description: a\n---\ndescription: b", "the file must hold one document, a section of keys; it holds 2", true},
	{"a key twice", "description: a\ndescription: b", "seed x:2:1: mapping key \"description\" already defined at [1:1]", true},
	{"a bracket that nobody closes", "cores: [{id: 1", "seed x:1:9: could not find flow mapping end token '}'", true},
	{"an anchor", "description: &a b", "seed x:1:14: anchors and aliases (& * <<) are not taken; write the value out", true},
	{"an alias", "description: *a", "seed x:1:14: anchors and aliases", true},
	{"a merge", "<<: {description: a}", "anchors and aliases", true},
	{"a tag", "description: !!binary aGk=", "seed x:1:14: \"!!binary\" is not taken", true},
	{"deep brackets", "cores: " + strings.Repeat("[", 50), "more than 8 brackets within brackets", true},
	{"a long line", "description: " + strings.Repeat("x", 5000), "seed x:1:1: the line is longer than 4096 bytes; break it", true},
	{"a large file", strings.Repeat("# much\n", 200_000), "the file is longer than 1048576 bytes", true},
	{"another encoding", "description: \xff", "the file is not UTF-8", true},
}

func TestWindowsFilesAreTaken(t *testing.T) {
	s, err := Parse("x", []byte("\ufeffcores:\r\n  - {id: 7, channels: 5}\r\n"))
	if err != nil || len(s.Cores) != 1 || s.Cores[0].ID != 7 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	for _, c := range wrong {
		t.Run(c.name, func(t *testing.T) {
			s, err := Parse("x", []byte(c.text))
			if err == nil {
				t.Fatalf("taken: %+v", s)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("said: %v\nwant: %s", err, c.says)
			}
		})
	}
}

func TestManyMistakesAreSaidAtOnceAndCounted(t *testing.T) {
	_, err := Parse("x", []byte("foo: 1\nbar: 2\n"+"cores: ["+strings.Repeat("{id: 0, channels: 0},", 10)+"]"))
	if err == nil {
		t.Fatal("taken")
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != form.MaxShown+1 || !strings.HasSuffix(lines[form.MaxShown], "12 more are wrong") {
		t.Errorf("%v", err)
	}
}

// TestNoFileTakesLong feeds what makes readers of YAML slow or large.
func TestNoFileTakesLong(t *testing.T) {
	bomb := "a0: &a0 [x, x]\n"
	for i := 1; i < 30; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	for name, text := range map[string]string{
		"aliases":       bomb,
		"brackets":      strings.Repeat("[\n", MaxSize/2),
		"dashes":        strings.Repeat(strings.Repeat("- ", MaxLine/2-1)+"\n", 20),
		"keys in keys":  strings.Repeat("a: ", MaxLine/3-1),
		"questions":     strings.Repeat("? ", MaxLine/2),
		"an open quote": "description: \"" + strings.Repeat("x\n\n", 100_000),
		"lines":         strings.Repeat("\n", MaxSize),
		"people twice":  "users:\n" + strings.Repeat("  - {first_name: A, last_name: B}\n", 5000),
		"one key":       strings.Repeat("description: a\n", 20_000),
		"many agents":   "groups: [{name: a}]\nteams: [" + strings.Repeat("{group: a, agents: 50000, first_phone: 1},", 90) + "]",
	} {
		start := time.Now()
		if _, err := Parse(name, []byte(text)); err == nil {
			t.Errorf("%s: taken", name)
		}
		// Minutes, were the limits not there.
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestLoadFindsNamesAndFiles(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "own.yaml")
	if err := os.WriteFile(file, []byte("description: mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(file); err != nil || s.Description != "mine" || s.Name != file {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := Load("minimal"); err != nil || s.Name != "minimal" {
		t.Errorf("%+v, %v", s, err)
	}
	for name, says := range map[string]string{
		"maximal":                       "there is no seed \"maximal\"; there are campus, contact-centre, minimal",
		filepath.Join(dir, "none.yaml"): "name a file, or one of campus, contact-centre, minimal",
		dir:                             "name a YAML file",
		"../seeds/minimal":              "no such file",
	} {
		if _, err := Load(name); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Named("../seeds/minimal"); err == nil {
		t.Error("a path was taken for a name")
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range wrong {
		if len(c.text) < 10_000 {
			f.Add(c.text)
		}
	}
	for _, name := range Names() {
		text, err := Text(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("x", []byte(text))
		if err != nil {
			return
		}
		// What was taken holds together.
		for rec, err := range s.Recordings(noon, `C:\R`, 1, 1) {
			if err != nil {
				return
			}
			if rec.ID > 50 {
				break
			}
			if rec.Stop.Before(rec.Start) || rec.Stop.After(noon) {
				t.Fatalf("recording %d from %v to %v", rec.ID, rec.Start, rec.Stop)
			}
		}
	})
}
