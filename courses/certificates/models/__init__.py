from .badge import Badge, BadgeIssuer, SigningKey, StatusList
from .certificate import Certificate, CertificateQuerySet, private_storage

__all__ = ["Badge", "BadgeIssuer", "Certificate", "CertificateQuerySet", "SigningKey", "StatusList", "private_storage"]
