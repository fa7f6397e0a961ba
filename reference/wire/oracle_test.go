package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// oracle reads a frame with encoding/xml, by the rules that Decode promises,
// and returns what pairs would. What encoding/xml does not check, or reads in
// another way, is settled here:
//   - bytes that are not UTF-8 are windows-1252;
//   - a byte order mark is dropped, and so is the declaration, whose inside
//     encoding/xml takes as it comes;
//   - a bare ampersand stands for itself (E-15);
//   - comments may not hold characters that XML forbids, and a surrogate is no
//     character;
//   - a frame is one document: one root, nothing but blanks and comments around
//     it, tags that match, eight levels.
func oracle(frame []byte) ([]string, error) {
	src := frame
	if !utf8.Valid(src) {
		src = nil
		for _, c := range frame {
			src = utf8.AppendRune(src, windowsRune(c))
		}
	}
	for _, r := range string(src) {
		if r < 0x20 && !strings.ContainsRune("\t\n\r", r) || r == 0xFFFE || r == 0xFFFF {
			return nil, errors.New("forbidden character")
		}
	}
	src = bytes.TrimPrefix(src, []byte("\uFEFF"))
	if xmlDeclaration.Match(src) {
		_, src, _ = bytes.Cut(src, []byte("?>"))
	}
	src, err := escapeBare(src)
	if err != nil {
		return nil, err
	}
	return readFlat(src)
}

var xmlDeclaration = regexp.MustCompile(`^<\?xml([ \t\r\n][^<]*)?\?>`)

// windowsRune is windows-1252 in a form of its own.
func windowsRune(c byte) rune {
	const from80 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
	if 0x80 <= c && c < 0xA0 {
		return []rune(from80)[c-0x80]
	}
	return rune(c)
}

var (
	opaque    = regexp.MustCompile(`(?s)^(<!--.*?-->|<!\[CDATA\[.*?\]\]>)`)
	reference = regexp.MustCompile(`^&(#[0-9]+|#x[0-9A-Fa-f]+|[:_A-Za-z\x{80}-\x{10FFFF}][-.:\w\x{80}-\x{10FFFF}]*);`)
)

// escapeBare escapes the ampersands that begin no reference.
func escapeBare(src []byte) ([]byte, error) {
	var out []byte
	for len(src) > 0 {
		if skip := opaque.Find(src); skip != nil {
			out, src = append(out, skip...), src[len(skip):]
			continue
		}
		if src[0] == '&' {
			ref := reference.Find(src)
			if ref == nil {
				out, src = append(out, "&amp;"...), src[1:]
				continue
			}
			if isSurrogate(string(ref)) {
				return nil, errors.New("surrogate")
			}
		}
		out, src = append(out, src[0]), src[1:]
	}
	return out, nil
}

func isSurrogate(ref string) bool {
	base := 10
	digits := strings.Trim(ref, "&#;")
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		base, digits = 16, hex
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return err == nil && strings.HasPrefix(ref, "&#") && 0xD800 <= n && n < 0xE000
}

// readFlat reads one document with encoding/xml.
func readFlat(src []byte) (out []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	var open []string
	var value strings.Builder
	for {
		from := d.InputOffset()
		tok, err := d.RawToken()
		if err == io.EOF && len(open) == 0 && len(out) > 0 {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			open = append(open, qualified(tok.Name))
			switch {
			case len(open) == 1 && len(out) > 0, len(open) > maxDepth:
				return nil, errors.New("a second root, or too deep")
			case len(open) == 1:
				out = append(out, open[0])
			case len(open) == 2:
				value.Reset()
			}
		case xml.EndElement:
			name := qualified(tok.Name)
			if len(open) == 0 || open[len(open)-1] != name {
				return nil, errors.New("tags do not match")
			}
			if len(open) == 2 {
				out = append(out, name+"="+strings.Trim(value.String(), " \t\r\n"))
			}
			open = open[:len(open)-1]
		case xml.CharData:
			raw := src[from:d.InputOffset()]
			if len(open) == 0 && strings.Trim(string(raw), " \t\r\n") != "" {
				return nil, errors.New("text outside the root")
			}
			if len(open) == 2 {
				value.Write(tok)
			}
		case xml.Directive, xml.ProcInst:
			return nil, errors.New("not allowed")
		}
	}
}

func qualified(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

// beyondASCII finds what may be a name with characters beyond ASCII.
// encoding/xml has the names of the fourth edition of XML 1.0, this package
// those of the fifth.
var beyondASCII = regexp.MustCompile(`[<&/][^<>&;]*[^\x00-\x7F]`)

// knownDifference says why Decode and the oracle may come to different ends.
func knownDifference(frame []byte, ours error) string {
	var syntax *SyntaxError
	declared := bytes.Contains(frame, []byte("<?xml"))
	switch {
	case errors.As(ours, &syntax) && syntax.Reason == needBlank:
		return "encoding/xml takes attributes that no blank separates"
	case syntax != nil && declared && syntax.Offset < bytes.Index(frame, []byte("?>"))+2:
		return "the oracle drops the declaration"
	case beyondASCII.Match(frame):
		return "names beyond ASCII"
	}
	return ""
}
