from .badge import Badge, BadgeIssuer, SigningKey, StatusList
from .certificate import Certificate, CertificateQuerySet
from .cohort_print import CohortPrint, CohortPrintQuerySet
from .correction import NameRequest
from .disclosure import Disclosure, NameShown
from .storage import private_storage
from .template import CertificateTemplate, CertificateTemplateQuerySet, TemplatePicture, TemplateUse, TemplateVersion

__all__ = [
    "Badge",
    "BadgeIssuer",
    "Certificate",
    "CertificateQuerySet",
    "CertificateTemplate",
    "CertificateTemplateQuerySet",
    "CohortPrint",
    "CohortPrintQuerySet",
    "Disclosure",
    "NameRequest",
    "NameShown",
    "SigningKey",
    "StatusList",
    "TemplatePicture",
    "TemplateUse",
    "TemplateVersion",
    "private_storage",
]
