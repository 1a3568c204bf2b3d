"""Files of listings to rows of text: what each is, how it is packed, encoded and laid out."""
