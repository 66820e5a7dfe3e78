"""Ground floor: database, clock, text, HTTP, outbox. It knows no word of the domain."""
