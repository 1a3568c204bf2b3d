"""What sellers state of an attribute, as canonical values with their other wordings."""
