from wagtail.fields import StreamField


class LeanStreamField(StreamField):
    """A stream whose blocks are not repeated in migrations: they change often and never the column."""

    def __init__(self, block_types=(), **kwargs):
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
