package catalog

// Functions is the whole API in the manual's order.
var Functions = []Function{}
