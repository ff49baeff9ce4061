"""Pictures signed by a C2PA tool, with certificates of our own, and what that tool says of them later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from orq_ui.imaging import Picture
from tests.strategies import picture

ADDRESS = "https://manifests.example/cat.c2pa"
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
ACTION = {"action": "c2pa.created", "digitalSourceType": GENERATED}
ASSERTIONS = ({"label": "c2pa.actions.v2", "data": {"actions": [ACTION]}},)
MANIFEST = {"claim_generator_info": [{"name": "a model", "version": "1"}]}
_NAMES = {"PNG": "image/png", "WEBP": "image/webp", "JPEG": "image/jpeg"}


@dataclass(frozen=True)
class Verdict:
    """What the judge says: its ``state``, and the codes of what it found wrong."""

    state: str
    codes: frozenset[str]


@cache
def signed(kind: str, *, remote: bool = False, note: int = 0) -> tuple[Picture, bytes]:
    """Return a signed picture and its manifest, which is in it, or else only referred to; ``note`` is a text's length.

    A manifest with a long note takes several segments of a JPEG.
    """
    source = picture(kind, 64, 64)
    noted = {"label": "org.example.note", "data": {"text": "n" * note}}
    manifest_json = json.dumps({**MANIFEST, "assertions": [*ASSERTIONS, noted]})
    with c2pa.Signer.from_info(_signer_info()) as signer, c2pa.Builder.from_json(manifest_json) as builder:
        if remote:
            builder.set_no_embed()
            builder.set_remote_url(ADDRESS)
        out = BytesIO()
        manifest = builder.sign(signer, _NAMES[kind], BytesIO(source.bytes), out)
    return Picture.from_bytes(out.getvalue(), f"signed.{kind.lower()}"), manifest


def judged(data: bytes, media_type: str, manifest: bytes | None = None) -> Verdict:
    """Return what the judge says of these bytes; ``manifest`` is the one that the picture only refers to."""
    with c2pa.Reader(media_type, BytesIO(data), manifest) as reader:
        found = json.loads(reader.json()).get("validation_status", [])
        return Verdict(reader.get_validation_state(), frozenset(each["code"] for each in found))


def _signer_info() -> c2pa.C2paSignerInfo:
    root, root_key = _certificate("a root", None)
    leaf, leaf_key = _certificate("a signer", (root, root_key))
    chain = leaf.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)
    key = leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, chain, key, None)


_Issuer = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def _certificate(name: str, issuer: _Issuer | None) -> _Issuer:
    """Return a certificate and its key: a root without an issuer, or else one that may sign content."""
    key, now, is_root = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC), issuer is None
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests")]
    )
    issuer_name, issuer_key = (subject, key) if issuer is None else (issuer[0].subject, issuer[1])
    uses = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    usage = x509.KeyUsage(
        digital_signature=not is_root, key_cert_sign=is_root, crl_sign=is_root, decipher_only=False, **uses
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not is_root:
        # One of those that C2PA accepts for a signer.
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256()), key
