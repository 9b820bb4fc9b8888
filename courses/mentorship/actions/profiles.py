"""What a mentor can carry, as the coordinator writes it down."""

from lms.accounts.models import User

from ..models import MentorProfile


def change_profile(*, mentor: User, languages: list[str], capacity: int, hours: int) -> MentorProfile:
    """Only this: when the mentor is away they say themselves, perhaps at the same moment. Nobody is taken away from them."""
    new = {"languages": languages, "capacity": capacity, "hours": hours}
    return MentorProfile.objects.update_or_create(person=mentor, defaults=new)[0]
