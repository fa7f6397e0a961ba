package catalog

const encryptsCAV = "ENCRYPT=Y needs a PASSWORD; only a CAV file is encrypted."

// exported are the results of an export that fails; one that succeeds answers
// with the file itself and no result document.
var exported = []Outcome{
	{API_FILE_NOT_FOUND, "", "there is no such recording, or its file is gone"},
	{API_INVALID_MESSAGE_FORMAT, "", badMessage},
}

// What the notes of the exports say. The limits are ours.
const (
	fileAnswer = "Success answers with the file; only an error is a RESULT document."
	fileLimits = "A file holds at most 72 hours of audio. 64 files are sent at once; one more waits 10 s for its turn and is then answered API_COMMAND_QUEUE_FULL."
	idLimit    = "IDENT lists at most 1000 recordings; one may be there more than once."
	noScreens  = "A chat is recorded on the screen only: its recording has no file of audio."
)

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
		Notes:     []string{fileAnswer, encryptsCAV, noScreens, fileLimits},
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
		Notes:     []string{fileAnswer, "The recordings are joined in the order of IDENT.", idLimit, noScreens, fileLimits},
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
		Notes: []string{fileAnswer, "Each recording is a file named for its RECORDID: 1234.wav, and 1234-2.wav where it is asked for again.",
			idLimit, noScreens, fileLimits},
		Errata: []string{"E-42", "E-43"},
	},
}
