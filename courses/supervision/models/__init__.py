from .conversation import Conversation, Message, MessageRevision
from .sample import Draw, SampledReview, SecondReview, SecondRevision

__all__ = ["Conversation", "Draw", "Message", "MessageRevision", "SampledReview", "SecondReview", "SecondRevision"]
