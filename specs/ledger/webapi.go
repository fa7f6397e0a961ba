package ledger

import "github.com/offhook/offhook/reference/catalog"

var _ = Add(catalog.WebAPI,
	Requirement{ID: "WEBAPI-1", Statement: "Every function of the API is answered by the WebAPI as it is by TCP: with the same code, text and layout."},
	Requirement{ID: "WEBAPI-2", Statement: "What is called by the WebAPI has the effect that it has by TCP, on the same calls, users and recordings."},
	Requirement{ID: "WEBAPI-3", Statement: "Both /webAPI.php and /webAPI.aspx are the WebAPI's page."},
	Requirement{ID: "WEBAPI-4", Level: Should, Statement: "The page, the names of parameters and the value of TYPE are taken in any case.", Errata: []string{"E-35"}},
	Requirement{ID: "WEBAPI-5", Statement: "What is percent-encoded in a value stands for its character.", Errata: []string{"E-15"}},
	Requirement{ID: "WEBAPI-6", Level: Should, Statement: "A plus sign in a value stands for a blank."},
	Requirement{ID: "WEBAPI-7", Level: Should, Statement: "Characters beyond ASCII, percent-encoded as UTF-8, come back as they were sent."},
	Requirement{ID: "WEBAPI-8", Statement: "The order of the parameters does not matter, nor do those that the function does not have."},
	Requirement{ID: "WEBAPI-9", Level: Should, Statement: "Of a parameter that is repeated one value counts, the first or the last."},
	Requirement{ID: "WEBAPI-10", Level: May, Statement: "The parameters may be sent by POST, as a form.", Errata: []string{"E-42"}},
	Requirement{ID: "WEBAPI-11", Statement: "The body of the answer is the RESULT document, in success and in error, whatever the HTTP status.", Errata: []string{"E-42"}},
	Requirement{ID: "WEBAPI-12", Statement: "A request that is wrong is refused by the WebAPI with the code that TCP gives."},
	Requirement{ID: "WEBAPI-13", Level: Should, Statement: "EVENTS is refused: an answer by HTTP has no room for a stream of events."},
	Requirement{ID: "WEBAPI-14", Level: Should, Statement: "Another page than the WebAPI's is answered with an HTTP error.", Errata: []string{"E-42"}},
	Requirement{ID: "WEBAPI-15", Level: Should, Statement: "A request by another method than GET and POST is answered with an HTTP error and has no effect.", Errata: []string{"E-42"}},
	Requirement{ID: "WEBAPI-16", Statement: "The result repeats the request's REQUESTID and TYPE, whichever connection it came by.", Errata: []string{"E-05"}},
	Requirement{ID: "WEBAPI-17", Statement: "Many clients are served at once, each gets the results of its own requests."},
	Requirement{ID: "WEBAPI-18", Level: Should, Statement: "A broken percent encoding is refused, or taken literally; no other parameter is harmed."},
	Requirement{ID: "WEBAPI-19", Statement: "Whatever is sent to the WebAPI, it goes on serving others."},
	Requirement{ID: "WEBAPI-20", Level: May, Statement: "A value that is not UTF-8 once decoded is read as windows-1252, where it is not refused."},
	Requirement{ID: "WEBAPI-21", Statement: "A character that XML does not allow is refused, or replaced: no result holds it, and no other parameter is harmed."},
)
