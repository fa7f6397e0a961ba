package main

import (
	"context"
	"fmt"
	"io"

	"github.com/offhook/offhook/cmd/offhook/internal/save"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/sim/client"
)

// mayBeFile reports whether a function may be answered with a file: the
// exports, which are the WebAPI's alone.
func mayBeFile(typ string) bool {
	f := catalog.Lookup(typ)
	return f != nil && f.Transports == catalog.HTTP
}

// download sends a request whose answer may be a file, and puts that where
// output says: the name of a file, or "" or "-" for out. It returns the result
// where there is no file.
func download(ctx context.Context, web *client.WebAPI, req *client.Request, output string, out, notes io.Writer) (*client.Result, error) {
	f, err := web.Export(ctx, req)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	what := reports.PrintableLine(f.Name + " " + f.ContentType)
	switch {
	case f.Result != nil:
		return f.Result, nil
	case output != "" && output != "-":
		n, err := save.File(output, f)
		if err == nil {
			fmt.Fprintf(notes, "%s: %d bytes, sent as %s\n", output, n, what)
		}
		return nil, err
	case onTerminal(out):
		return nil, fmt.Errorf("the answer is a file, %s; say where to put it, as in --output FILE", what)
	}
	_, err = io.Copy(out, f)
	return nil, err
}
