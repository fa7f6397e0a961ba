package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/seed"
)

// shutdownTime is how long a stopping server may take to answer what it has
// read and to store what it holds.
const shutdownTime = 5 * time.Second

// collectAt is GOGC where the environment does not say. What a server holds is
// little beside what hundreds of rude clients make it write: collecting sooner
// costs next to nothing and keeps its peak a quarter lower.
const collectAt = 60

func serveCommand() *cobra.Command {
	var cfg reference.Config
	var readyFile, seedName, controlFile, dashboardFile string
	var choices []string
	var smtp smtpFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the reference system: an API server that behaves like the manual's",
		Long: `Run the reference system: an API server that behaves like the manual's, with
its recorder. Ctrl-C stops it in order. Port 0 picks a free port.`,
		Example: `  offhook serve
  offhook serve --api :5620 --db recordings.db --verbose
  offhook serve --seed contact-centre
  offhook serve --api 127.0.0.1:0 --webapi 127.0.0.1:0 --ready-file ready.json
  offhook serve --dialect E-03=error,E-05=id-first
  offhook serve --tls-cert cert.pem --tls-key key.pem
  offhook serve --smtp mail.example.com:25 --smtp-from recorder@example.com
  offhook serve --dashboard 127.0.0.1:8080`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("channels") && cfg.Channels < 1 {
				return fmt.Errorf("--channels %d: a core has 1 channel or more; see offhook serve --help", cfg.Channels)
			}
			if given := cmd.Flags().Changed; !given("api") && !given("webapi") && !given("webapi-tls") {
				cfg.WebAPITLS = reference.DefaultWebAPITLS // all the manual's ports, or those that are asked for
			}
			var err error
			if cfg.Dialect, err = parseDialect(choices); err != nil {
				return err
			}
			if seedName != "" {
				if cfg.Seed, err = seed.Load(seedName); err != nil {
					return err
				}
			}
			if cfg.Relay, err = smtp.resolve(cmd.Flags().Changed); err != nil {
				return err
			}
			if cfg.ControlToken, err = readToken(controlFile, "--control-token-file", controlToken); err != nil {
				return err
			}
			if cfg.DashboardToken, err = readToken(dashboardFile, "--dashboard-token-file", dashboardToken); err != nil {
				return err
			}
			level := slog.LevelWarn
			if cfg.Verbose {
				level = slog.LevelInfo
			}
			cfg.Logger = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: level}))
			return serve(cmd.Context(), cfg, readyFile, cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&cfg.API, "api", reference.DefaultAPI, "where the API listens, `HOST:PORT`")
	f.StringVar(&cfg.Events, "events", "", "a second `HOST:PORT` for events; they are on the API's in any case")
	f.StringVar(&cfg.WebAPI, "webapi", reference.DefaultWebAPI, "where the WebAPI listens, `HOST:PORT`; '' switches it off")
	f.StringVar(&cfg.WebAPITLS, "webapi-tls", "", "where the WebAPI with TLS listens, `HOST:PORT`; without any of --api, --webapi and this one "+reference.DefaultWebAPITLS)
	f.StringVar(&cfg.TLSCert, "tls-cert", "", "its certificate, a PEM `FILE`; without one a self-signed certificate is made")
	f.StringVar(&cfg.TLSKey, "tls-key", "", "the certificate's key, a PEM `FILE`")
	f.StringVar(&cfg.Control, "control", "", "where the control plane listens, `HOST:PORT`; see docs/control-plane.md")
	f.StringVar(&controlFile, "control-token-file", "", "a `FILE` with the control plane's token, needed elsewhere than on loopback; or put it into "+controlToken)
	f.StringVar(&cfg.DB, "db", reference.DefaultDB, "the recordings database: `PATH` of a SQLite file, :memory:, or a URL such as postgres://USER@HOST/NAME (PGPASSWORD keeps the password out of sight)")
	f.StringVar(&seedName, "seed", "", "what an empty database begins with, and cores, schedules and devices: "+
		strings.Join(seed.Names(), ", ")+", or a YAML `FILE`; see offhook docs seeds")
	f.IntSliceVar(&cfg.Cores, "cores", nil, "the `IDS` of the recorder's cores; without them the seed's, else 1,2")
	f.IntVar(&cfg.Channels, "channels", 0, "recording channels of each core, `N`, 1 or more; without it the seed's, else 1000")
	f.StringSliceVar(&choices, "dialect", nil, "take another reading of an erratum, `E-nn=READING`, as offhook docs errata lists them; may be repeated")
	smtp.add(f)
	f.StringVar(&cfg.Dashboard, "dashboard", "", "where a page shows what goes on, `HOST:PORT`; elsewhere than on loopback it needs a token")
	f.StringVar(&dashboardFile, "dashboard-token-file", "", "a `FILE` with the dashboard's token, the password of any user; or put it into "+dashboardToken)
	f.StringVar(&readyFile, "ready-file", "", "write the addresses to this `FILE` as JSON when all listen; it is removed at the end")
	f.BoolVar(&cfg.Verbose, "verbose", false, "log every exchange")
	return cmd
}

// serve runs a system until ctx ends.
func serve(ctx context.Context, cfg reference.Config, readyFile string, prose io.Writer) (err error) {
	if readyFile != "" {
		// One left behind by a killed server would name the wrong one.
		info, err := os.Stat(readyFile)
		if err == nil && info.IsDir() {
			return fmt.Errorf("ready file %s is a directory; name a file in it", readyFile)
		}
		if err := os.Remove(readyFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unready(readyFile, err)
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	// The system outlives ctx: it is to end in order when that ends.
	sys, err := reference.Start(context.WithoutCancel(ctx), cfg)
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // what the start has used, of a seed in particular
	defer func() {
		bounded, cancel := context.WithTimeout(context.Background(), shutdownTime)
		defer cancel()
		if stopErr := sys.Shutdown(bounded); stopErr != nil {
			err = errors.Join(err, fmt.Errorf("shutdown: %w", stopErr))
		}
	}()
	at := addresses{API: sys.Addr().String(), Events: text(sys.EventsAddr()),
		WebAPI: text(sys.WebAPIAddr()), WebAPITLS: text(sys.WebAPITLSAddr()),
		Control: text(sys.ControlAddr()), Dashboard: text(sys.DashboardAddr()), PID: os.Getpid()}
	if readyFile != "" {
		if err := at.write(readyFile); err != nil {
			return unready(readyFile, err)
		}
		defer os.Remove(readyFile)
	}
	line := at.sentence()
	if choices := cfg.Dialect.String(); choices != "" {
		line += ", dialect " + choices
	}
	fmt.Fprintln(prose, line)
	if sha256, selfSigned := sys.Fingerprint(); selfSigned {
		fmt.Fprintln(prose, "offhook serve: self-signed certificate, SHA-256", sha256)
	}
	<-ctx.Done()
	fmt.Fprintln(prose, "offhook serve: stopping")
	return nil
}

// unready explains why there can be no ready file.
func unready(name string, err error) error {
	return fmt.Errorf("ready file %s cannot be written (%w); name one in a directory that exists and can be written to", name, cause(err))
}

// addresses is the ready file. Empty is what this server does not offer.
type addresses struct {
	API       string `json:"api"`
	WebAPI    string `json:"webapi"`
	WebAPITLS string `json:"webapi_tls"`
	Control   string `json:"control"`
	Events    string `json:"events"`
	Dashboard string `json:"dashboard"`
	PID       int    `json:"pid"`
}

// text is an address as text, "" where there is none.
func text(a net.Addr) string {
	if a == nil {
		return ""
	}
	return a.String()
}

// sentence says where the server listens.
func (a addresses) sentence() string {
	line := "offhook serve: ready, API and events on " + a.API
	for _, more := range []struct{ what, addr string }{
		{"events also", a.Events}, {"WebAPI", a.WebAPI}, {"WebAPI with TLS", a.WebAPITLS},
		{"control plane", a.Control}, {"dashboard", a.Dashboard},
	} {
		if more.addr != "" {
			line += ", " + more.what + " on " + more.addr
		}
	}
	return line
}

// write puts a whole file in place at once: who sees it can read it.
func (a addresses) write(name string) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".ready-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(b, '\n'))
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
