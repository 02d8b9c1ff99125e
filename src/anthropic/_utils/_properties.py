"""What the API description says of a field and a Python annotation cannot: its wire name, format, discriminator."""

from __future__ import annotations

from typing import Optional

from typing_extensions import Literal

__all__ = ["PropertyFormat", "PropertyInfo"]

PropertyFormat = Literal["iso8601", "base64", "custom"]


class PropertyInfo:
    """Metadata for `Annotated[...]`: how a field is spelled and formatted on the wire.

    Attributes:
        alias: The name on the wire, where it differs from the Python name.
        format: How a value is written: `iso8601` for dates, `base64` for files.
        format_template: The `strftime` template that goes with the format `custom`.
        discriminator: The field that tells the members of a union apart.
    """

    def __init__(
        self,
        *,
        alias: Optional[str] = None,
        format: Optional[PropertyFormat] = None,
        format_template: Optional[str] = None,
        discriminator: Optional[str] = None,
    ) -> None:
        self.alias = alias
        self.format = format
        self.format_template = format_template
        self.discriminator = discriminator

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in vars(self).items() if value is not None)
        return f"{type(self).__name__}({given})"
