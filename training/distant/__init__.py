"""Labels without a labeller: sellers' values found in titles and descriptions."""
