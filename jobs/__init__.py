"""Spark and Delta: session, tables, the entry points and the command line. No torch here."""

VERSION = "0.1.0"
