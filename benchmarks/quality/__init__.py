"""How good the values are: public data sets through the product's own training job, predictor and rules."""
