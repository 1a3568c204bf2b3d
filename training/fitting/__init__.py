"""What is fitted after training: calibration, prior, n-grams, int8."""
