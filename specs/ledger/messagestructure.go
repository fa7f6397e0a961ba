package ledger

import "github.com/offhook/offhook/reference/catalog"

var _ = Add(catalog.MessageStructure,
	Requirement{ID: "TEST-1", Statement: "TEST is answered API_OK and changes nothing: it shows that the server is there.",
		Covers: Covers{Parameters: []string{"REQUESTID"}, Results: []string{"API_OK"}}},
	Requirement{ID: "TEST-2", Statement: "TEST with a REQUESTID that is none is answered API_REQUESTID_INVALID.", Errata: []string{"E-29", "E-30"},
		Covers: Covers{Results: []string{"API_REQUESTID_INVALID"}}},
	Requirement{ID: "TEST-3", Level: Should, Statement: "RESULTMSG of TEST is API_OK, as in the manual's example."},

	Requirement{ID: "FRAMING-1", Statement: "A request is over, and is answered, when its root element is closed and CRLF follows.", Errata: []string{"E-01"}},
	Requirement{ID: "FRAMING-2", Level: Should, Statement: "A single LF or CR after the closed root element ends a request too.", Errata: []string{"E-01"}},
	Requirement{ID: "FRAMING-3", Statement: "Blanks and line ends between the elements of a request, CRLF included, neither end it nor change it.", Errata: []string{"E-01"}},
	Requirement{ID: "FRAMING-4", Statement: "How the network cuts a request into segments does not matter.", Errata: []string{"E-01"}},
	Requirement{ID: "FRAMING-5", Level: Should, Statement: "Requests sent without waiting for results are all answered, in the order in which they were sent.", Errata: []string{"E-53"}},
	Requirement{ID: "FRAMING-8", Level: May, Statement: "A request that follows another with no line end between them is answered too.", Errata: []string{"E-01", "E-53"}},
	Requirement{ID: "FRAMING-6", Statement: "Every result ends with a line end after its closed root element.", Errata: []string{"E-01"}},
	Requirement{ID: "FRAMING-7", Statement: "A request that is not complete is not answered.", Errata: []string{"E-01"}},
	Requirement{ID: "FRAMING-9", Level: Should, Statement: "A request of 16 KiB, more than all values of full width need, is answered: blanks do not count.", Errata: []string{"E-01"}},

	Requirement{ID: "XML-1", Statement: "The five predefined entities and character references stand for their characters in values.", Errata: []string{"E-15"}},
	Requirement{ID: "XML-2", Statement: "Blanks around a value do not belong to it.", Errata: []string{"E-27"}},
	Requirement{ID: "XML-3", Level: Should, Statement: "CDATA sections, comments, attributes, an XML declaration and a byte order mark are read as XML reads them."},
	Requirement{ID: "XML-4", Level: Should, Statement: "An empty and a self-closed element both give a blank value."},
	Requirement{ID: "XML-5", Statement: "Every result is well-formed XML, whatever a value in it was made of.", Errata: []string{"E-15"}},
	Requirement{ID: "XML-6", Level: Should, Statement: "Characters beyond ASCII in UTF-8 come back as they were sent."},
	Requirement{ID: "XML-7", Level: May, Statement: "A bare ampersand, as the manual's examples have it, is taken literally.", Errata: []string{"E-15"}},
	Requirement{ID: "XML-8", Level: May, Statement: "A message that is not UTF-8 is read as windows-1252, which Windows clients write, where it is not refused."},

	Requirement{ID: "REQUESTID-1", Statement: "The result repeats the request's REQUESTID, from 1 to 2147483647.", Errata: []string{"E-05", "E-19"}},
	Requirement{ID: "REQUESTID-2", Statement: "A request whose REQUESTID is missing, blank, no integer, negative or too large is answered API_REQUESTID_INVALID.", Errata: []string{"E-29", "E-30"},
		Covers: Covers{Codes: []string{"API_REQUESTID_INVALID"}}},
	Requirement{ID: "REQUESTID-3", Statement: "A request that is refused for its REQUESTID has no effect."},
	Requirement{ID: "REQUESTID-4", Statement: "REQUESTIDs are the client's: they may repeat and need not grow."},

	Requirement{ID: "TYPE-1", Statement: "The result's REQUESTTYPE is the TYPE of the request.", Errata: []string{"E-06"}},
	Requirement{ID: "TYPE-2", Statement: "A TYPE that names no function is answered API_UNKNOWN_MESSAGE_TYPE or API_INVALID_REQUEST_TYPE.", Errata: []string{"E-47"},
		Covers: Covers{Codes: []string{"API_UNKNOWN_MESSAGE_TYPE", "API_INVALID_REQUEST_TYPE"}}},
	Requirement{ID: "TYPE-3", Statement: "A request without TYPE, or with a blank one, is answered API_INVALID_REQUEST_TYPE or API_UNKNOWN_MESSAGE_TYPE.", Errata: []string{"E-47"}},
	Requirement{ID: "TYPE-4", Level: Should, Statement: "REQUESTTYPE in the place of TYPE, as three of the manual's examples have it, names the function.", Errata: []string{"E-04", "E-27"}},
	Requirement{ID: "TYPE-5", Level: May, Statement: "Names and TYPE are taken in lower case too.", Errata: []string{"E-35"}},
	Requirement{ID: "TYPE-6", Statement: "The names of a result's elements are in upper case.", Errata: []string{"E-35"}},

	Requirement{ID: "PARAMETER-1", Statement: "The order of the parameters in a request does not matter."},
	Requirement{ID: "PARAMETER-2", Level: Should, Statement: "Parameters that the function does not have are passed over."},

	Requirement{ID: "RESULT-1", Statement: "Every result is a RESULT element with at least REQUESTID, RESULTTYPE, RESULTCODE and RESULTMSG, in any order.", Errata: []string{"E-05"}},
	Requirement{ID: "RESULT-2", Statement: "RESULTCODE and the label in RESULTTYPE or RESULTMSG are a pair of the result table.", Errata: []string{"E-02", "E-03", "E-66"}},
	Requirement{ID: "RESULT-3", Statement: "Errors are told in one form throughout: the label in RESULTTYPE, or ERROR there and the label in RESULTMSG.", Errata: []string{"E-03", "E-66"}},
	Requirement{ID: "RESULT-4", Statement: "Every request is answered once."},

	Requirement{ID: "BROKEN-1", Statement: "A message that is not well-formed is never executed and never answered API_OK."},
	Requirement{ID: "BROKEN-2", Statement: "Whatever one connection sends, the server goes on serving others."},
	Requirement{ID: "BROKEN-3", Level: Should, Statement: "A message whose end can be told but that is not well-formed is answered API_INVALID_MESSAGE_FORMAT.", Errata: []string{"E-02"},
		Covers: Covers{Codes: []string{"API_INVALID_MESSAGE_FORMAT"}}},
	Requirement{ID: "BROKEN-4", Level: Should, Statement: "After a broken message the same connection takes the next request, unless the server has closed it."},
	Requirement{ID: "BROKEN-5", Level: Should, Statement: "Entities that a document type declares are not expanded, and no file is read for them."},

	Requirement{ID: "CONNECTION-1", Statement: "A client may stay connected after a result and send another request."},
	Requirement{ID: "CONNECTION-2", Statement: "A client may drop the connection at any time without harm to others."},
	Requirement{ID: "CONNECTION-3", Statement: "Many clients are served at once, each gets the results of its own requests."},
	Requirement{ID: "CONNECTION-4", Statement: "A client that sends nothing, or only part of a request, holds nobody up."},
	Requirement{ID: "CONNECTION-5", Level: Should, Statement: "A client that has closed its sending side still gets the results of what it sent."},
	Requirement{ID: "CONNECTION-6", Level: Should, Statement: "A request that the end of its connection cuts off is not carried out, and the server ends the connection too."},
)
