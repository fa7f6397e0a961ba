package ledger

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// mail returns the rules that the two functions share which send recordings by
// e-mail; selecting are the parameters that say which, naming those that say
// from and to whom.
func mail(f string, selecting, naming []string) []Requirement {
	return []Requirement{
		{ID: f + "-1", Statement: "A request for a recording that there is, to a valid address, is answered API_OK, or API_ERROR_CLIENT_NOT_FOUND where no mail server is configured.", Errata: []string{"E-45", "E-46"},
			Covers: Covers{Parameters: slices.Concat(selecting, naming), Results: []string{"API_OK", "API_ERROR_CLIENT_NOT_FOUND"}}},
		{ID: f + "-2", Statement: "An address that is none is answered API_EMAIL_NOT_VALID, where a mail server is configured.", Errata: []string{"E-46"},
			Covers: Covers{Parameters: naming, Results: []string{"API_EMAIL_NOT_VALID"}}},
		{ID: f + "-3", Statement: "A recording that there is not is answered API_FILE_NOT_FOUND, where a mail server is configured.", Errata: []string{"E-46"},
			Covers: Covers{Parameters: selecting, Results: []string{"API_FILE_NOT_FOUND"}}},
		{ID: f + "-4", Statement: "A request that lacks what says which recording, or to whom, is refused.", Errata: []string{"E-64", "E-46"},
			Covers: Covers{Parameters: slices.Concat(selecting, naming), Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		{ID: f + "-5", Level: Should, Statement: "What is wrong with a request is said also where no mail server is configured.", Errata: []string{"E-46"},
			Covers: Covers{Results: []string{"API_EMAIL_NOT_VALID", "API_FILE_NOT_FOUND", "API_INVALID_MESSAGE_FORMAT"}}},
		{ID: f + "-6", Statement: "A valid REQUESTID is repeated, another one is answered API_REQUESTID_INVALID.", Errata: []string{"E-30"},
			Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
		{ID: f + "-13", Statement: "What was answered API_OK comes to TOADDRESS, once, as a mail with one attachment.", Errata: []string{"E-45"},
			Covers: Covers{Parameters: []string{"TOADDRESS"}, Results: []string{"API_OK"}}},
		{ID: f + "-14", Statement: "A request that is refused mails nothing.",
			Covers: Covers{Results: []string{"API_FILE_NOT_FOUND"}}},
		{ID: f + "-15", Statement: "No value of a request adds a recipient or a header to the mail.",
			Covers: Covers{Parameters: naming}},
		{ID: f + "-16", Statement: "Without a mail server a valid request is answered API_ERROR_CLIENT_NOT_FOUND, and nothing is mailed.", Errata: []string{"E-46"},
			Covers: Covers{Results: []string{"API_ERROR_CLIENT_NOT_FOUND"}}},
	}
}

var (
	_ = Add(catalog.UserGroupRole, append(mail("EMAIL", []string{"UNIQUEFIELD", "UNIQUEID"}, []string{"TOADDRESS"}),
		Requirement{ID: "EMAIL-7", Statement: "Every MEDIA_FORMAT of the manual is taken, in upper and lower case.",
			Covers: Covers{Parameters: []string{"MEDIA_FORMAT"}, Widths: []string{"MEDIA_FORMAT"}}},
		Requirement{ID: "EMAIL-8", Level: Should, Statement: "A MEDIA_FORMAT that there is not is answered API_INVALID_MESSAGE_FORMAT.",
			Covers: Covers{Parameters: []string{"MEDIA_FORMAT"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		Requirement{ID: "EMAIL-9", Level: Should, Statement: "ENCRYPT needs a PASSWORD.",
			Covers: Covers{Parameters: []string{"ENCRYPT", "PASSWORD"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		Requirement{ID: "EMAIL-10", Level: Should, Statement: "UNIQUEFIELD may be any column of the recordings, and UNIQUEID counts in that column only.",
			Covers: Covers{Parameters: []string{"UNIQUEFIELD", "UNIQUEID"}, Widths: []string{"UNIQUEFIELD"}}},
		Requirement{ID: "EMAIL-11", Statement: "ENCRYPT with a PASSWORD is taken.",
			Covers: Covers{Parameters: []string{"ENCRYPT", "PASSWORD"}}},
		Requirement{ID: "EMAIL-12", Level: Should, Statement: "A UNIQUEID of 255 characters, and a TOADDRESS as long, are taken.",
			Covers: Covers{Parameters: []string{"UNIQUEID", "TOADDRESS"}, Widths: []string{"UNIQUEID", "TOADDRESS"}}},
		Requirement{ID: "EMAIL-17", Statement: "The attachment is the recording, in the MEDIA_FORMAT that was asked for.", Errata: []string{"E-38", "E-44"},
			Covers: Covers{Parameters: []string{"UNIQUEFIELD", "UNIQUEID", "MEDIA_FORMAT"}}},
		Requirement{ID: "EMAIL-18", Statement: "A CAV file that was asked for with ENCRYPT differs from the plain one and does not hold it.", Errata: []string{"E-44"},
			Covers: Covers{Parameters: []string{"ENCRYPT", "PASSWORD"}}},
	)...)
	_ = Add(catalog.UserGroupRole, append(mail("COMBINEDEMAIL", []string{"IDENT"}, []string{"TOADDRESS", "FROMADDRESS"}),
		Requirement{ID: "COMBINEDEMAIL-7", Statement: "IDENT may be several ids separated by commas.",
			Covers: Covers{Parameters: []string{"IDENT", "UNIQUEID"}, Results: []string{"API_OK"}}},
		Requirement{ID: "COMBINEDEMAIL-8", Statement: "One recording of several that there is not is answered API_FILE_NOT_FOUND, where a mail server is configured.", Errata: []string{"E-46"},
			Covers: Covers{Parameters: []string{"IDENT"}, Results: []string{"API_FILE_NOT_FOUND"}}},
		Requirement{ID: "COMBINEDEMAIL-9", Level: Should, Statement: "TONAME, FROMADDRESS, FROMNAME and UNIQUEID may be left out.", Errata: []string{"E-51"},
			Covers: Covers{Parameters: []string{"TONAME", "FROMADDRESS", "FROMNAME", "UNIQUEID"}}},
		Requirement{ID: "COMBINEDEMAIL-10", Statement: "TONAME and FROMNAME may hold any characters.", Errata: []string{"E-15"},
			Covers: Covers{Parameters: []string{"TONAME", "FROMNAME"}, Widths: []string{"TONAME", "FROMNAME"}}},
		Requirement{ID: "COMBINEDEMAIL-17", Statement: "The attachment holds the recordings in the order of IDENT, joined in one file.",
			Covers: Covers{Parameters: []string{"IDENT"}}},
		Requirement{ID: "COMBINEDEMAIL-18", Statement: "The mail is from FROMADDRESS, and shows FROMNAME and TONAME.", Errata: []string{"E-15"},
			Covers: Covers{Parameters: []string{"TONAME", "FROMADDRESS", "FROMNAME"}}},
		Requirement{ID: "COMBINEDEMAIL-19", Level: Should, Statement: "Without a FROMADDRESS the mail is from an address of the server's.",
			Covers: Covers{Parameters: []string{"FROMADDRESS"}}},
		Requirement{ID: "COMBINEDEMAIL-20", Level: Should, Statement: "An IDENT, a TOADDRESS and a FROMADDRESS of 255 characters are taken.",
			Covers: Covers{Parameters: []string{"IDENT", "TOADDRESS", "FROMADDRESS"}, Widths: []string{"IDENT", "TOADDRESS", "FROMADDRESS"}}},
		Requirement{ID: "COMBINEDEMAIL-21", Statement: "A UNIQUEID of 255 characters, or of more, is taken or refused, and harms no other request.", Errata: []string{"E-25", "E-51"},
			Covers: Covers{Parameters: []string{"UNIQUEID"}, Widths: []string{"UNIQUEID"}}},
	)...)
)
