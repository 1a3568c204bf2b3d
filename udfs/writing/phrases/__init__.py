"""Facts in words: phrase rules, English and Chinese, and which characters come from which fact."""
