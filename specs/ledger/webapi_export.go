package ledger

import "github.com/offhook/offhook/reference/catalog"

var (
	_ = Add(catalog.WebAPI,
		Requirement{ID: "EXPORT-1", Statement: "EXPORT without UNIQUEFIELD, UNIQUEID or MEDIA_FORMAT is answered API_INVALID_MESSAGE_FORMAT.", Errata: []string{"E-42", "E-64"},
			Covers: Covers{Parameters: []string{"UNIQUEFIELD", "UNIQUEID", "MEDIA_FORMAT"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		Requirement{ID: "EXPORT-2", Statement: "EXPORT of a recording that is over is answered with its audio, which is as long as the recording.", Errata: []string{"E-43"},
			Covers: Covers{Parameters: []string{"UNIQUEFIELD", "UNIQUEID", "MEDIA_FORMAT"}}},
		Requirement{ID: "EXPORT-3", Statement: "The file is of the MEDIA_FORMAT that was asked for, in upper or lower case: WAV, MP3, VOX, M4A or CAV.", Errata: []string{"E-43", "E-44"},
			Covers: Covers{Parameters: []string{"MEDIA_FORMAT"}}},
		Requirement{ID: "EXPORT-4", Statement: "What was blacked out of the recording is silent in the file, in every format.", Errata: []string{"E-44"},
			Covers: Covers{Parameters: []string{"MEDIA_FORMAT"}}},
		Requirement{ID: "EXPORT-5", Level: Should, Statement: "ENCRYPT concerns CAV files only: another format is as it would be without.",
			Covers: Covers{Parameters: []string{"ENCRYPT", "PASSWORD"}}},
		Requirement{ID: "EXPORT-6", Statement: "With ENCRYPT and a PASSWORD a CAV file is encrypted: it differs from the plain one and holds nothing of the audio.", Errata: []string{"E-44"},
			Covers: Covers{Parameters: []string{"ENCRYPT", "PASSWORD"}}},
		Requirement{ID: "EXPORT-7", Level: Should, Statement: "ENCRYPT needs a PASSWORD.", Errata: []string{"E-64"},
			Covers: Covers{Parameters: []string{"ENCRYPT", "PASSWORD"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		Requirement{ID: "EXPORT-8", Statement: "UNIQUEFIELD may be any column of the recordings table, in upper or lower case, and UNIQUEID counts in that column only.",
			Covers: Covers{Parameters: []string{"UNIQUEFIELD", "UNIQUEID"}}},
		Requirement{ID: "EXPORT-9", Level: Should, Statement: "UNIQUEFIELD may be the name of a parameter of CALLSTART where the column is called otherwise.",
			Covers: Covers{Parameters: []string{"UNIQUEFIELD"}}},
		Requirement{ID: "EXPORT-10", Statement: "Of several recordings that match the newest is returned.",
			Covers: Covers{Parameters: []string{"UNIQUEID"}}},
		Requirement{ID: "EXPORT-11", Statement: "Where no recording matches, whatever UNIQUEID holds, the answer is API_FILE_NOT_FOUND.",
			Covers: Covers{Parameters: []string{"UNIQUEID"}, Results: []string{"API_FILE_NOT_FOUND"}}},
		Requirement{ID: "EXPORT-12", Statement: "A UNIQUEFIELD that is no column selects nothing: the answer is an error.",
			Covers: Covers{Parameters: []string{"UNIQUEFIELD"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		Requirement{ID: "EXPORT-13", Level: Should, Statement: "A MEDIA_FORMAT that there is not is answered API_INVALID_MESSAGE_FORMAT.",
			Covers: Covers{Parameters: []string{"MEDIA_FORMAT"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		Requirement{ID: "EXPORT-14", Level: Should, Statement: "A recording can be exported when it is over, and not before.",
			Covers: Covers{Results: []string{"API_FILE_NOT_FOUND"}}},
		Requirement{ID: "EXPORT-15", Statement: "A recording that CALLUPDATE has changed is found by its new values.",
			Covers: Covers{Parameters: []string{"UNIQUEFIELD", "UNIQUEID"}}},
		Requirement{ID: "EXPORT-16", Statement: "A result repeats the REQUESTID; an invalid one is answered API_REQUESTID_INVALID.", Errata: []string{"E-30"},
			Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
		Requirement{ID: "EXPORT-17", Level: May, Statement: "The parameters of an export may be sent by POST, as a form.", Errata: []string{"E-42"}},
		Requirement{ID: "EXPORT-18", Level: Should, Statement: "The exports are the WebAPI's alone: by TCP the answer is an error."},
		Requirement{ID: "EXPORT-19", Statement: "Many clients may export at once; each gets its recording, and one that stops reading hinders nobody."},
	)
	_ = Add(catalog.WebAPI, append(manyExport("COMBINEDEXPORT"),
		Requirement{ID: "COMBINEDEXPORT-2", Level: May, Statement: "COMBINEEXPORT, as the text has it, names COMBINEDEXPORT.", Errata: []string{"E-14"}},
		Requirement{ID: "COMBINEDEXPORT-3", Statement: "The recordings are joined into one file of the MEDIA_FORMAT asked for, as long as all of them.", Errata: []string{"E-14", "E-43", "E-44"},
			Covers: Covers{Parameters: []string{"IDENT", "MEDIA_FORMAT"}}},
		Requirement{ID: "COMBINEDEXPORT-4", Level: Should, Statement: "The file holds the recordings in the order of IDENT, one that is listed twice twice.",
			Covers: Covers{Parameters: []string{"IDENT"}}},
		Requirement{ID: "COMBINEDEXPORT-5", Statement: "What was blacked out of a recording is silent in the file that it is joined into."},
	)...)
	_ = Add(catalog.WebAPI, append(manyExport("MULTIEXPORT"),
		Requirement{ID: "MULTIEXPORT-3", Statement: "The file is a ZIP archive with a file of the MEDIA_FORMAT asked for of each recording, the same that EXPORT gives.", Errata: []string{"E-43", "E-44"},
			Covers: Covers{Parameters: []string{"IDENT", "MEDIA_FORMAT"}}},
		Requirement{ID: "MULTIEXPORT-4", Statement: "Every file in the archive has a name of its own, without a directory, that any system can unpack."},
	)...)
)

// manyExport returns the rules that the two functions share which take a list
// of RECORDIDs.
func manyExport(f string) []Requirement {
	return []Requirement{
		{ID: f + "-1", Statement: f + " without IDENT is answered API_INVALID_MESSAGE_FORMAT.", Errata: []string{"E-42", "E-64"},
			Covers: Covers{Parameters: []string{"IDENT"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		{ID: f + "-6", Statement: "One recording of several that there is not is answered API_FILE_NOT_FOUND.",
			Covers: Covers{Parameters: []string{"IDENT"}, Results: []string{"API_FILE_NOT_FOUND"}}},
		{ID: f + "-7", Level: Should, Statement: "MEDIA_FORMAT may be left out.",
			Covers: Covers{Parameters: []string{"MEDIA_FORMAT"}}},
		{ID: f + "-8", Statement: "What is no list of numbers, and a MEDIA_FORMAT that there is not, is answered with an error.",
			Covers: Covers{Parameters: []string{"IDENT", "MEDIA_FORMAT"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		{ID: f + "-9", Statement: "A result repeats the REQUESTID; an invalid one is answered API_REQUESTID_INVALID.", Errata: []string{"E-30"},
			Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
		{ID: f + "-10", Statement: "Ten thousand ids in IDENT are answered with a file or an error, and hinder nobody.",
			Covers: Covers{Parameters: []string{"IDENT"}}},
	}
}
