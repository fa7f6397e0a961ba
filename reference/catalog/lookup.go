package catalog

import "strings"

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
		}
	}
	for i := range Codes {
		codeIndex[Codes[i].Code] = uint8(i + 1)
	}
}

// Lookup returns the function of that name or alias, in any case, or nil.
func Lookup(name string) *Function { return functionIndex[strings.ToUpper(name)] }

// lookupBytes is Lookup without an allocation for a name in upper case.
func lookupBytes(name []byte) *Function {
	if f, ok := functionIndex[string(name)]; ok {
		return f
	}
	return Lookup(string(name))
}

// nameOf returns the parameter of f that a tag means, NoName if none.
func (f *Function) nameOf(tag []byte) Name {
	if n, ok := f.tags[string(tag)]; ok {
		return n
	}
	return f.tags[strings.ToUpper(string(tag))]
}
