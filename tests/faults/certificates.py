"""An authority that nobody else trusts, and the certificate that it gave to `localhost`."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path
from typing import Tuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

__all__ = ["Certificates"]


class Certificates:
    """TLS settings for both sides.

    Attributes:
        authority: The file with the authority's certificate.
        pair: The files with the certificate of `localhost` and its key.
    """

    def __init__(self, folder: Path) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self.authority = folder / "authority.pem"
        self.pair: Tuple[Path, Path] = folder / "localhost.pem", folder / "localhost.key"
        self.authority.write_bytes(_signed("authority", key, key, authority=True))
        own = ec.generate_private_key(ec.SECP256R1())
        self.pair[0].write_bytes(_signed("localhost", own, key))
        self.pair[1].write_bytes(
            own.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    @property
    def trust(self) -> ssl.SSLContext:
        """A client that trusts the authority."""
        return ssl.create_default_context(cafile=str(self.authority))

    @property
    def server(self) -> ssl.SSLContext:
        """The server `localhost`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, self.pair))
        return context

    @property
    def demanding(self) -> ssl.SSLContext:
        """The same server, which wants a certificate of its clients too."""
        context = self.server
        context.load_verify_locations(str(self.authority))
        context.verify_mode = ssl.CERT_REQUIRED
        return context


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, *, authority: bool = False
) -> bytes:
    now = datetime.datetime.now(datetime.timezone.utc)
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    usage = {**dict.fromkeys(names, False), "encipher_only": False, "decipher_only": False, "crl_sign": authority}
    usage.update(key_cert_sign=authority, digital_signature=True)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name("authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
