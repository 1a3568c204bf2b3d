"""The driver job that makes the checkpoints ``udfs`` loads. No pyspark here."""
