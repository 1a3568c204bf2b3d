"""What a product says to those who ask across products: where its tellers disagree, and by which words it is found."""
