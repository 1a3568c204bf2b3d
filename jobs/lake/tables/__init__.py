"""The Delta tables as data, one file each."""
