"""What drafting makes of a foreign catalog: its categories, with sellers' paths and with the paths hidden."""
