package catalog

import (
	"bytes"
	"strings"
)

var (
	functionIndex map[string]*Function
	codeIndex     [256]uint8 // code -> position in Codes + 1
)

func init() {
	functionIndex = make(map[string]*Function, 2*len(Functions))
	for i := range Functions {
		f := &Functions[i]
		functionIndex[f.Name] = f
		for _, a := range f.Aliases {
			functionIndex[a] = f
		}
		f.tags = make(map[string]Name, len(f.Params))
		for j := range f.Params {
			p := &f.Params[j]
			f.index[p.Name] = int16(j + 1)
			f.tags[p.Name.String()] = p.Name
			for _, a := range p.Aliases {
				f.tags[a] = p.Name
			}
			if j > 0 && (p.Type != Text || p.Required || p.Default != "") { // 0 is REQUESTID
				f.checked = append(f.checked, p)
			}
		}
	}
	for i := range Codes {
		codeIndex[Codes[i].Code] = uint8(i + 1)
	}
}

// Lookup returns the function of that name or alias, in any case, or nil.
func Lookup(name string) *Function { return functionIndex[strings.ToUpper(name)] }

// lookupBytes returns the function that a TYPE means, nil if none, and the
// TYPE to echo: in upper case (E-35), for what is no function at most
// maxTypeText characters of it. It allocates only for what is no function.
func lookupBytes(typ []byte) (*Function, string) {
	var buf [maxTag]byte
	upper := upperCase(buf[:0], typ)
	f := functionIndex[string(upper)]
	switch {
	case f == nil:
		return nil, string(bytes.ToUpper(cut(typ, maxTypeText)))
	case string(upper) != f.Name:
		return f, string(upper)
	}
	return f, f.Name
}

// nameOf returns the parameter of f that a tag means, NoName if none.
func (f *Function) nameOf(tag []byte) Name {
	if n, ok := f.tags[string(tag)]; ok {
		return n
	}
	var buf [maxTag]byte
	return f.tags[string(upperCase(buf[:0], tag))]
}

const (
	maxTag      = 32 // no function's name and no tag is longer
	maxTypeText = 64
)

// upperCase appends s in upper case to dst; a longer one than dst has room for
// becomes empty, for it is no name.
func upperCase(dst, s []byte) []byte {
	if len(s) > cap(dst) {
		return dst
	}
	for _, c := range s {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
