"""The tables as the newest finished run left them."""
