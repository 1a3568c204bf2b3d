"""All errors a user may see, split by what helps: correct the input, or run again."""


class FacetmillError(Exception):
    """Base of every error that is reported as one message, without a traceback."""

    exit_code = 1


class InputError(FacetmillError):
    """Something given is wrong; running again without correcting it fails again."""

    exit_code = 2


class ConfigError(InputError):
    """A config file or an override has faults; the message lists them all."""


class SchemaError(InputError):
    """A schema folder has faults; the message lists them all with file and line."""


class SourceError(InputError):
    """A source table or file is missing, unreadable or lacks a mapped column."""


class TableError(InputError):
    """A target path cannot serve as the Delta table it should be."""


class CheckpointError(InputError):
    """A checkpoint or backbone is missing, altered, or made for another schema."""


class LabelError(InputError):
    """Labelled listings cannot be used for training."""


class EnvironmentFault(InputError):
    """Java, jars, memory or another part of the machine is not as needed."""


class RowError(InputError):
    """A row makes a function of the product fail; it fails again for this row."""


class LimitError(FacetmillError):
    """A run came to more than the config's `limits` allow and was not published; a person decides what to do."""

    exit_code = 3


class RunError(FacetmillError):
    """A run stopped half way; nothing published has changed and running again continues it."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h: try again
