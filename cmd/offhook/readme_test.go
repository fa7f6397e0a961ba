package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestTheReadmeNamesTheCommandsAndFlagsThatThereAre(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(b)
	flags := map[string]bool{"--help": true}
	for _, cmd := range root().Commands() {
		if !strings.Contains(readme, "`offhook "+cmd.Name()) {
			t.Errorf("the README does not name offhook %s", cmd.Name())
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) { flags["--"+f.Name] = true })
	}
	for _, name := range regexp.MustCompile(`--[a-z][a-z-]*`).FindAllString(readme, -1) {
		if !flags[name] {
			t.Errorf("the README names %s, which no command has", name)
		}
	}
}

func TestEveryCommandExplainsItselfAndItsFlags(t *testing.T) {
	for _, cmd := range root().Commands() {
		if cmd.Short == "" || cmd.RunE == nil || cmd.Args == nil {
			t.Errorf("offhook %s: no summary, no action, or no check of its arguments", cmd.Name())
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("offhook %s --%s has no explanation", cmd.Name(), f.Name)
			}
		})
	}
}
