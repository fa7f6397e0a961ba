package main

import "testing"

func TestTheRepeatCommandSurvivesAShell(t *testing.T) {
	cmd := conformCommand()
	cmd.Flags().Parse([]string{"--target", "[::1]:5620", "--devices", "1111,2 2", "--devices", "it's",
		"--patience", "2.5", "--strict", "--seed", "7", "--focus", "x", "--out", "dir"})
	const want = `conform --devices '1111,2 2,it'\''s' --patience 2.5 --strict --target '[::1]:5620'`
	if got := repeat(cmd); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
