package runner

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// Profile is a part of the suite that has a name: chapters of the manual, and
// functions or themes of others.
type Profile struct {
	Name, Doc string
	Chapters  []catalog.Chapter
	Themes    []string // of requirements, as in CALLSTOP of CALLSTOP-3
	Without   []string // themes that the chapters have
}

// Full is the profile of all specs.
const Full = "full"

// Profiles are all that there are.
var Profiles = []Profile{
	{Name: Full, Doc: "the whole suite"},
	{Name: "core", Doc: "messages, and calls from start to stop", Chapters: []catalog.Chapter{catalog.MessageStructure},
		Themes: []string{"CALLSTART", "CALLUPDATE", "CALLSTOP"}},
	{Name: "recording", Doc: "what is recorded: calls, on demand, blackouts, chats", Chapters: []catalog.Chapter{catalog.CallHandling, catalog.RecordingControl}},
	{Name: "status", Doc: "what the status functions tell", Chapters: []catalog.Chapter{catalog.Status}},
	{Name: "directory", Doc: "users, phones, workstations, groups and roles", Chapters: []catalog.Chapter{catalog.Import, catalog.UserGroupRole},
		Without: []string{"EMAIL", "COMBINEDEMAIL", "AGENTWINDOW"}},
	{Name: "export", Doc: "recordings as files and by e-mail", Themes: []string{"EXPORT", "COMBINEDEXPORT", "MULTIEXPORT", "EMAIL", "COMBINEDEMAIL"}},
	{Name: "events", Doc: "the event interface", Chapters: []catalog.Chapter{catalog.EventInterface}},
	{Name: "pci", Doc: "blackouts of calls and agents, and that what they cover is silent",
		Themes: []string{"BLACKOUTSTART", "BLACKOUTSTOP", "AGENTBLACKOUTSTART", "AGENTBLACKOUTSTOP"}},
}

// has reports whether a spec belongs to the profile.
func (p *Profile) has(e *harness.Entry) bool {
	if p.Name == Full {
		return true
	}
	return slices.ContainsFunc(e.Requirements, func(id string) bool {
		theme := id[:strings.LastIndexByte(id, '-')]
		return slices.Contains(p.Themes, theme) || slices.Contains(p.Chapters, e.Requirement().Chapter) && !slices.Contains(p.Without, theme)
	})
}

// ProfileNames lists the names of the profiles.
func ProfileNames() []string {
	names := make([]string, len(Profiles))
	for i := range Profiles {
		names[i] = Profiles[i].Name
	}
	return names
}

// InProfile leaves the entries of a profile; "" is all of them.
func InProfile(name string, entries []*harness.Entry) ([]*harness.Entry, error) {
	if name == "" {
		return entries, nil
	}
	i := slices.IndexFunc(Profiles, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no profile %q; there are %s", name, strings.Join(ProfileNames(), ", "))
	}
	left := slices.DeleteFunc(slices.Clone(entries), func(e *harness.Entry) bool { return !Profiles[i].has(e) })
	if len(left) == 0 {
		return nil, fmt.Errorf("no spec that is selected belongs to the profile %s", name)
	}
	return left, nil
}

// List returns the specs that a run would try: the selected ones, without those
// that need what the target is declared not to offer. None is an error.
func (o *Options) List() ([]*harness.Entry, error) {
	entries, err := o.selected()
	if err != nil {
		return nil, err
	}
	tried := slices.DeleteFunc(slices.Clone(entries), func(e *harness.Entry) bool { return o.Target.LeavesOut(e) != "" })
	if len(tried) == 0 {
		return nil, fmt.Errorf("all that is selected needs what the target is declared not to offer (%s); see features in its file", o.Target.LeavesOut(entries[0]))
	}
	return tried, nil
}

// selected returns the specs that are to run.
func (o *Options) selected() ([]*harness.Entry, error) {
	entries, err := Select(o.Focus, o.Labels)
	if err != nil {
		return nil, err
	}
	return InProfile(o.Profile, entries)
}

// whole reports whether all specs are to run.
func (o *Options) whole() bool {
	return o.Focus == "" && o.Labels == "" && (o.Profile == "" || o.Profile == Full)
}
