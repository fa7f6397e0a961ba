package wire

import "strings"

// markup is what a '<' begins.
type markup uint8

const (
	noMarkup markup = iota
	cut             // too few bytes to say
	startTag
	endTag
	comment
	cdata
	declaration // of XML, which only begins a document
	instruction // any other processing instruction
	doctype     // or another declaration of a DTD
)

const (
	openComment     = "<!--"
	openCDATA       = "<![CDATA["
	openDeclaration = "<?xml"
)

// markupOf says what v, whose first byte is '<', begins.
func markupOf(v []byte) markup {
	if len(v) < 2 {
		return cut
	}
	switch c := v[1]; {
	case startsName(c):
		return startTag
	case c == '/':
		return endTag
	case c == '?':
		return instructionOf(v)
	case c == '!' && len(v) == 2:
		return cut
	case c == '!' && v[2] == '-':
		return opener(v, openComment, comment)
	case c == '!' && v[2] == '[':
		return opener(v, openCDATA, cdata)
	case c == '!' && classes[v[2]]&nameFirst != 0:
		return doctype
	}
	return noMarkup
}

func instructionOf(v []byte) markup {
	switch kind := opener(v, openDeclaration, declaration); {
	case kind == declaration && len(v) == len(openDeclaration):
		return cut
	case kind == noMarkup, kind == declaration && continuesName(v[len(openDeclaration)]):
		return instruction
	default:
		return kind
	}
}

// opener returns kind if v begins with open, cut if it may yet.
func opener(v []byte, open string, kind markup) markup {
	switch {
	case len(v) < len(open) && strings.HasPrefix(open, string(v)):
		return cut
	case len(v) >= len(open) && string(v[:len(open)]) == open:
		return kind
	}
	return noMarkup
}

// refusal says why markup that is XML is not taken.
func refusal(kind markup) string {
	if kind == doctype {
		return "document type declarations are not allowed; send the message without it"
	}
	return "processing instructions other than the XML declaration are not allowed"
}
