from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .checks import check_document, check_picture


class PictureField(WagtailImageField):
    """Wagtail's own asks a damaged file for its size and falls over."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if known := self.fields.get("file"):
            self.fields["file"] = PictureField(label=known.label, required=known.required, widget=known.widget)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_picture(file, file.name)
        return file


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_document(file, file.name)
        return file
