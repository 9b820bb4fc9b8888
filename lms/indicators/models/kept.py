from django.db import models


class KeptFigures(models.Model):
    """What was counted of a scope ("programme:7", or a digest of cohorts) in a period. `stamp` says of what: where it is another one now,
    something has changed since. Computed anew at any time: nothing is lost with a row."""

    scope = models.CharField(max_length=64)
    period = models.CharField(max_length=24)
    stamp = models.CharField(max_length=64, blank=True)
    tables = models.JSONField(default=dict)  # of each fact: all, and by each dimension
    pairs = models.JSONField(default=dict)  # by any two dimensions at once; read only where they are asked for
    counted_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # when a task was last asked to count

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "period"], name="kept_figures_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.period}"
