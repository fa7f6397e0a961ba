package server

import (
	"context"
	"log/slog"
	"strconv"
	"unicode"

	"github.com/offhook/offhook/reference/catalog"
)

// maxShown is how many characters of a value a log line shows.
const maxShown = 200

// logExchange logs a request that came by via, and its result, on one line.
func (s *Server) logExchange(via, remote string, windows1252 bool, req *catalog.Request, res *catalog.Result) {
	attrs := []slog.Attr{
		slog.String("via", via),
		slog.String("remote", remote),
		slog.String("function", excerpt(req.TypeText)),
		slog.String("id", req.IDText),
	}
	attrs = appendParams(attrs, req)
	for _, n := range req.Notes {
		attrs = append(attrs, slog.String("note", excerpt(n)))
	}
	if windows1252 {
		attrs = append(attrs, slog.String("note", "read as windows-1252"))
	}
	attrs = append(attrs, slog.Int("code", int(res.Code)), slog.String("result", res.Code.String()))
	if res.File != nil {
		attrs = append(attrs, slog.String("file", excerpt(res.File.Name)))
	}
	if res.Message != "" {
		attrs = append(attrs, slog.String("message", excerpt(res.Message)))
	}
	s.log.LogAttrs(context.Background(), slog.LevelInfo, "exchange", attrs...)
}

// appendParams appends what was sent of the function's parameters, in the
// manual's order, secrets masked.
func appendParams(attrs []slog.Attr, req *catalog.Request) []slog.Attr {
	if req.Function == nil {
		return attrs
	}
	for i := range req.Function.Params {
		p := &req.Function.Params[i]
		switch {
		case p.Name == catalog.REQUESTID || !req.Has(p.Name):
		case p.Secret:
			attrs = append(attrs, slog.String(p.Name.String(), "***"))
		default:
			attrs = append(attrs, slog.String(p.Name.String(), excerpt(req.Value(p.Name))))
		}
	}
	return attrs
}

// excerpt returns the beginning of s, printable.
func excerpt(s string) string {
	n := 0
	for i := range s {
		if n == maxShown {
			return printable(s[:i]) + "…"
		}
		n++
	}
	return printable(s)
}

// printable returns s, quoted if it holds anything that a terminal would act
// on. The log's own handler is not relied upon for that.
func printable(s string) string {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return strconv.Quote(s)
		}
	}
	return s
}
