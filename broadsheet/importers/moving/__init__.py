"""A whole paper moves in: records from any source, one writer, a ledger of what became what, a report that adds up."""
