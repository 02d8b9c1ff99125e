"""Front doors to the decoders of response bodies."""
