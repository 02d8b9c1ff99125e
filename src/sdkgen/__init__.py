"""The generator: turns the description of the API into the typed package. Development only, never in the wheel."""
