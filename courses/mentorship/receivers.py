from django.dispatch import receiver

from .letters import post_review
from .models import Review
from .signals import review_sent


@receiver(review_sent, dispatch_uid="learners_hear_of_reviews")
def tell_the_learner(review: Review, **kwargs: object) -> None:
    post_review(review)
