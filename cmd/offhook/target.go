package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offhook/offhook/specs/runner"
	"github.com/offhook/offhook/specs/target"
)

// targetFlags are the flags that say what a target file says.
func targetFlags(f *pflag.FlagSet, t *target.File) {
	f.StringVar(&t.API, "target", "", "the API server to judge, `HOST:PORT`; without it the reference built in")
	f.StringVar(&t.Events, "events", "", "the target's event interface, `HOST:PORT`, where it is not the API's")
	f.StringVar(&t.WebAPI, "webapi", "", "the target's WebAPI, a `URL` as in http://10.0.0.5:2012; without it the WebAPI is not verified")
	f.StringVar(&t.Fingerprint, "tls-fingerprint", "", "trust only the WebAPI's certificate of this `SHA256`")
	f.StringVar(&t.Mailbox, "mailbox", "", "take the target's e-mail at this `HOST:PORT`, which it must send through; without it delivery is not verified")
	f.StringVar(&t.Control, "control", "", "the control plane of a reference system, a `URL` as in http://127.0.0.1:8080; without it, or a target that has none, test conditions are not verified")
	f.StringVar(&t.ControlTokenFile, "control-token-file", "", "a `FILE` with its token; or put it into "+controlToken)
	f.StringSliceVar(&t.Devices, "devices", nil, "the only `DEVICEIDs` to use, where the target does not accept every one")
	f.BoolVar(&t.ReadOnly, "read-only", false, "send nothing that changes the target: only specs run that need no more than the status functions")
	f.Float64Var(&t.Rate, "rate", 0, "send at most so many `REQUESTS` a second; 0 is no limit")
	f.Float64Var(&t.Patience, "patience", 1, "stretches every deadline by this `FACTOR`, for slow targets")
}

// inForce is the target file, or none, with the flags over it.
func inForce(cmd *cobra.Command, config string, given *target.File) (*target.File, error) {
	file := target.Defaults()
	if config != "" {
		read, err := target.Load(config)
		if err != nil {
			return nil, err
		}
		file = *read
	} else if cmd.Flags().Changed("config") {
		return nil, errors.New("--config is blank; name a target file, which offhook init writes")
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "target":
			file.API = given.API
		case "events":
			file.Events = given.Events
		case "webapi":
			file.WebAPI = given.WebAPI
		case "tls-fingerprint":
			file.Fingerprint = given.Fingerprint
		case "mailbox":
			file.Mailbox = given.Mailbox
		case "control":
			file.Control = given.Control
		case "control-token-file":
			file.ControlTokenFile = given.ControlTokenFile
		case "devices":
			file.Devices = given.Devices
		case "read-only":
			file.ReadOnly = given.ReadOnly
		case "rate":
			file.Rate = given.Rate
		case "patience":
			file.Patience = given.Patience
		case "strict":
			file.Strict = given.Strict
		case "profile":
			file.Profile = given.Profile
		}
	})
	return &file, sensible(cmd, &file)
}

// sensible refuses flags that would judge something else than was meant.
func sensible(cmd *cobra.Command, t *target.File) error {
	given := cmd.Flags().Changed
	switch {
	case given("target") && t.API == "":
		return errors.New("--target is blank; give HOST:PORT, or leave it out to judge the reference built in")
	case given("events") && t.API == "":
		return errors.New("--events belongs to a --target; give that too")
	case given("control") && t.API == "", given("control-token-file") && t.Control == "":
		return errors.New("--control sets the conditions of a --target, --control-token-file belongs to --control; give that too")
	case given("webapi") && t.API == "":
		return errors.New("--webapi belongs to a --target, by whose TCP it is judged; give that too")
	case given("mailbox") && t.API == "":
		return errors.New("--mailbox belongs to a --target, which sends its e-mail there; give that too")
	case !(t.Patience > 0 && t.Patience <= 1000): // NaN neither
		return fmt.Errorf("--patience %v makes no deadline; give a number above 0, at most 1000", t.Patience)
	case !(t.Rate >= 0 && t.Rate <= 1e6):
		return fmt.Errorf("--rate %v is no number of requests a second; give 0 for no limit, or one up to 1000000", t.Rate)
	case given("profile") && t.Profile == "":
		return fmt.Errorf("--profile is blank; give one of %s", strings.Join(runner.ProfileNames(), ", "))
	}
	return nil
}
