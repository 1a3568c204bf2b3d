"""Plain English sentences of any attribute: frames, the words that fill them, and weights that choose among them."""
