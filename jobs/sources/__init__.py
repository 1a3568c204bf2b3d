"""Source tables and files to screened listings."""
