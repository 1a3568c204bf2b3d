"""Spark and Delta: session, tables, the entry points and the command line. No torch here."""
