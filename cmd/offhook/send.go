package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/cmd/offhook/internal/show"
	"github.com/offhook/offhook/sim/client"
)

// defaultTarget is where the manual has the API server listen.
const defaultTarget = "127.0.0.1:5620"

func sendCommand() *cobra.Command {
	var target, webAPI, output string
	var raw, asJSON bool
	var o client.Options
	cmd := &cobra.Command{
		Use:   "send TYPE [NAME=VALUE ...]",
		Short: "Send one request and show its result",
		Long: `Send one request and show its result.

REQUESTID is 1 unless given. The file that an export is answered with goes to
--output, or to standard output where that is no terminal. Exit code 0: API_OK,
or a file; 1: any other result; 2: no result, or half a file.`,
		Example: `  offhook send TEST
  offhook send CALLSTART DEVICEID=1111 ANI=5551234
  offhook send DEVICESTATUS DEVICEID=1111 --json
  offhook send TEST --webapi http://127.0.0.1:2012
  offhook send EXPORT UNIQUEFIELD=ident UNIQUEID=46 MEDIA_FORMAT=wav --webapi http://127.0.0.1:2012 -o 46.wav`,
		Args: atLeastType,
		RunE: func(cmd *cobra.Command, args []string) error {
			req, err := request(args)
			if err != nil {
				return err
			}
			if output != "" && (webAPI == "" || !mayBeFile(req.Type)) {
				return fmt.Errorf("--output is for the file that an export is answered with; those are the WebAPI's: give --webapi and one of EXPORT, COMBINEDEXPORT, MULTIEXPORT")
			}
			if o.Timeout <= 0 {
				return fmt.Errorf("--timeout %v leaves no time; give one such as 10s", o.Timeout)
			}
			conn, err := connect(cmd.Context(), target, webAPI, o)
			if err != nil {
				return err
			}
			defer conn.Close()
			out := cmd.OutOrStdout()
			var res *client.Result
			if web, ok := conn.(*client.WebAPI); ok && mayBeFile(req.Type) {
				res, err = download(cmd.Context(), web, req, output, out, cmd.ErrOrStderr())
			} else {
				res, err = conn.Do(cmd.Context(), req)
			}
			if err != nil || res == nil {
				return err
			}
			switch {
			case raw:
				err = show.Raw(out, res.Raw, onTerminal(out))
			case asJSON:
				err = show.ResultJSON(out, res)
			default:
				err = show.Result(out, res)
			}
			if err == nil && !res.OK() {
				err = exit(exitNo)
			}
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&target, "target", defaultTarget, "the API server, `HOST:PORT`")
	f.StringVar(&webAPI, "webapi", "", "send by HTTP to the WebAPI at this `URL` instead, as in http://127.0.0.1:2012")
	f.StringVar(&o.Fingerprint, "tls-fingerprint", "", "trust only the certificate of this `SHA256`")
	f.BoolVar(&raw, "raw", false, "print the result as it was received")
	f.BoolVar(&asJSON, "json", false, "print the result as JSON")
	f.StringVarP(&output, "output", "o", "", "put the file that an export is answered with into this `FILE`")
	f.DurationVar(&o.Timeout, "timeout", client.DefaultTimeout, "how long to wait for connection and result, and for each part of a file")
	cmd.MarkFlagsMutuallyExclusive("raw", "json")
	cmd.MarkFlagsMutuallyExclusive("target", "webapi")
	return cmd
}

// connection is a way to a server: TCP or the WebAPI.
type connection interface {
	Do(context.Context, *client.Request) (*client.Result, error)
	Close() error
}

// connect opens the way that was asked for.
func connect(ctx context.Context, target, webAPI string, o client.Options) (connection, error) {
	if webAPI != "" {
		return client.NewWebAPI(webAPI, o)
	}
	return client.Dial(ctx, target, o)
}

func atLeastType(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("which request? give its TYPE, as in: offhook send TEST")
	}
	return nil
}

// request makes a request of TYPE NAME=VALUE …
func request(args []string) (*client.Request, error) {
	req := client.NewRequest(args[0])
	for _, a := range args[1:] {
		name, value, ok := strings.Cut(a, "=")
		if !ok || !tagName(name) {
			return nil, fmt.Errorf("%q is not NAME=VALUE; write it as in DEVICEID=1111", a)
		}
		req.Pairs = append(req.Pairs, client.Pair{Name: name, Value: value})
	}
	return req, nil
}

// tagName reports whether s can be the name of an element.
func tagName(s string) bool {
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}
