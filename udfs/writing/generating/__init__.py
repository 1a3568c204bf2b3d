"""Plans in the words of a generative model: what it is asked, and what of its answers may stand."""
