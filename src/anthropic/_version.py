"""The name and version that the package reports, on the wire too."""

__title__ = "anthropic"
__version__ = "0.79.0"
