package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/cmd/offhook/internal/show"
	"github.com/offhook/offhook/sim/client"
)

func watchCommand() *cobra.Command {
	var target, events, class, device string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Show the events that a server sends",
		Long: `Show the events that a server sends, one a line, until Ctrl-C.

Exit code 0: ended by Ctrl-C; 1: the server refused the subscription;
2: no connection, or the server ended it.`,
		Example: `  offhook watch
  offhook watch --class RECORD --device 1111
  offhook watch --json | jq -r .type`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if events == "" {
				events = target
			}
			print := show.Event
			if asJSON {
				print = show.EventJSON
			}
			return watch(cmd.Context(), events, class, device, func(e *client.Event) error {
				return print(cmd.OutOrStdout(), e)
			}, cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&target, "target", defaultTarget, "the API server, `HOST:PORT`")
	f.StringVar(&events, "events", "", "the events `HOST:PORT`, where it is not the API's")
	f.StringVar(&class, "class", "ALL", "which events: ALL, CALL or RECORD")
	f.StringVar(&device, "device", "", "only the events of this `DEVICEID`")
	f.BoolVar(&asJSON, "json", false, "print one JSON document an event")
	return cmd
}

// watch hands every event of a subscription to each, until ctx ends.
func watch(ctx context.Context, addr, class, device string, each func(*client.Event) error, prose io.Writer) error {
	sub, err := client.Subscribe(ctx, addr, class, device, client.Options{})
	var refused *client.RefusedError
	switch {
	case errors.As(err, &refused):
		fmt.Fprintf(prose, "offhook watch: %v\n", refused)
		return exit(exitNo)
	case errors.Is(err, context.Canceled):
		return nil
	case err != nil:
		return err
	}
	defer sub.Close()
	fmt.Fprintf(prose, "watching %s; Ctrl-C ends it\n", addr)
	for {
		ev, err := sub.Next(ctx)
		switch {
		case errors.Is(err, context.Canceled):
			return nil
		case err != nil:
			return err
		case device != "" && ev.Get("DEVICEID") != device:
			continue // a server may ignore EVENTVALUE (E-56)
		}
		if err := each(ev); err != nil {
			return err
		}
	}
}
