package catalog

// Codes describes every result code, in order.
var Codes = []CodeInfo{}
