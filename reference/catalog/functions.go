package catalog

import "slices"

// Functions is the whole API in the manual's order; a chapter is a file.
var Functions = slices.Concat(
	messageStructure,
	callHandling,
	status,
	recordingControl,
	imports,
	userGroupRole,
	webAPI,
	eventInterface,
	deprecated,
)

// Common are the answers that every function may give beside its own.
var Common = []Outcome{
	{API_REQUESTID_INVALID, "API_REQUESTID_INVALID", "REQUESTID is missing, blank, no number, or not within 1 to 2147483647"},
	{API_INVALID_REQUEST_TYPE, "TYPE is missing or blank", "no TYPE was sent"},
	{API_UNKNOWN_MESSAGE_TYPE, "API_UNKNOWN_MESSAGE_TYPE", "TYPE names no function"},
	{API_INVALID_MESSAGE_FORMAT, "", "the message cannot be read, or a value is missing or not of its type"},
	{API_BLANK_REQUIRED_VALUE, "{parameter} must not be blank", "a required value is blank"},
	{API_ERROR_PROCESSING_MESSAGE, "", "the server failed while it carried the request out"},
	{API_DATABASE_QUERY_ERROR, "", "the function needs the database and it is unavailable"},
	{API_UNLICENSED, "", "the licence does not cover the function"},
	{API_COMMAND_NOT_ALLOWED, "{function} is not offered on this interface", "an export was sent over TCP, or EVENTS over the WebAPI"},
	{API_COMMAND_QUEUE_FULL, "", "more requests are waiting than the server admits"},
	{API_TOO_MANY_CLIENTS, "", "more clients are connected than the server admits"},
}
