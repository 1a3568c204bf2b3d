"""Tables that answer what analysts ask, as functions of the tables that a run leaves and of the schema."""
