package harness

import "github.com/offhook/offhook/reference/wire"

// Document is one that came on a connection: a result or an event.
type Document struct {
	Text  string
	After string // what stands between it and the next one, or the end
}

// Documents returns the documents in what Received returns as XML tells them
// apart: neither an attribute of the root nor an end tag in a comment matters.
func (c *Conn) Documents() []Document { return documents(c.Received()) }

func documents(received string) []Document {
	split := wire.NewSplitter(wire.DefaultLimits)
	var docs []Document
	end := 0 // of the last document
	for at := 0; ; {
		n, doc, err := split.Split([]byte(received[at:]))
		at += n
		if doc != nil {
			begin := at - len(doc)
			if len(docs) > 0 {
				docs[len(docs)-1].After = received[end:begin]
			}
			docs, end = append(docs, Document{Text: received[begin:at]}), at
		}
		if n == 0 || doc == nil && err == nil {
			break
		}
	}
	if len(docs) > 0 {
		docs[len(docs)-1].After = received[end:]
	}
	return docs
}
