from .assessment import Judgement, JudgementEvidence, Moment, SelfAssessment
from .framework import Competence, CompetenceWords, Framework, FrameworkWords
from .practice import Practises

__all__ = [
    "Competence",
    "CompetenceWords",
    "Framework",
    "FrameworkWords",
    "Judgement",
    "JudgementEvidence",
    "Moment",
    "Practises",
    "SelfAssessment",
]
