// Package eventinterface holds the specs of the chapter Event Interface:
// subscriptions, and the seven events with their fields and order.
package eventinterface
