from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class Person(AbstractBaseUser):
    """The same rows as the site's people, without what the site adds to them."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "accounts_user"


class Note(models.Model):
    """The one row that the yardstick's save writes."""

    text = models.TextField()

    class Meta:
        managed = False
        db_table = "bench_note"

    def __str__(self):
        return self.text[:40]
