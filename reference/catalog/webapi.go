package catalog

const encryptsCAV = "ENCRYPT=Y needs a PASSWORD; only a CAV file is encrypted."

// exported are the results of an export that fails; one that succeeds answers
// with the file itself and no result document.
var exported = []Outcome{
	{API_FILE_NOT_FOUND, "", "there is no such recording, or its file is gone"},
	{API_INVALID_MESSAGE_FORMAT, "", badMessage},
}

const fileAnswer = "Success answers with the file; only an error is a RESULT document."

var webAPI = []Function{
	{
		Name:       "EXPORT",
		Chapter:    WebAPI,
		Transports: HTTP,
		Summary:    "Returns the audio of one finished recording.",
		Params: declare("", `
			REQUESTID
			UNIQUEFIELD!
			UNIQUEID!
			MEDIA_FORMAT!
			ENCRYPT
			PASSWORD`,
			filePassword()),
		Results:   exported,
		Database:  true,
		OnInvalid: Refuse,
		Notes:     []string{fileAnswer, encryptsCAV},
		Errata:    []string{"E-42", "E-43", "E-44"},
	},
	{
		Name:       "COMBINEDEXPORT",
		Aliases:    []string{"COMBINEEXPORT"},
		Chapter:    WebAPI,
		Transports: HTTP,
		Summary:    "Returns the audio of several finished recordings, joined into one file.",
		Params: declare("", `
			REQUESTID
			IDENT!
			MEDIA_FORMAT`,
			mediaFormat()),
		Results:   exported,
		Database:  true,
		OnInvalid: Refuse,
		Notes:     []string{fileAnswer, "The recordings are joined in the order of IDENT."},
		Errata:    []string{"E-14", "E-42", "E-43"},
	},
	{
		Name:       "MULTIEXPORT",
		Chapter:    WebAPI,
		Transports: HTTP,
		Summary:    "Returns the audio of several finished recordings, as files in a ZIP archive.",
		Params: declare("", `
			REQUESTID
			IDENT!
			MEDIA_FORMAT`,
			mediaFormat()),
		Results:   exported,
		Database:  true,
		OnInvalid: Refuse,
		Notes:     []string{fileAnswer},
		Errata:    []string{"E-42", "E-43"},
	},
}
