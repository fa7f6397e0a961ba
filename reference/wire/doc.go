// Package wire turns bytes into messages and messages into bytes: the framing
// of a stream of XML documents, the flat form of requests, the query form that
// the WebAPI has for them, the nested form of results and events.
//
// A frame is one document as it stands in the stream; a message is a frame's
// root and its name/value pairs; an element is a frame read as a tree.
//
// The package knows no function, parameter or result code by name, does no I/O
// but through the io.Reader it is given, and never expands an entity beyond
// the five that XML predefines.
package wire
