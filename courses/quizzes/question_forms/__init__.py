"""Forms in which an editor writes questions, one for each type. Pure: a definition goes in and comes out, nothing is stored here.

Ids of choices, stems, gaps and so on go through the form unchanged, because translations and statistics hang on them."""

from .base import QuestionForm
from .choosing import MultiChoiceForm, TrueFalseForm
from .gaps import ClozeForm, DragWordsForm
from .joining import MatchForm, OrderingForm
from .manual import DescriptionForm, EssayForm, FileForm, ScaleForm
from .typing import NumericalForm, ShortAnswerForm

FORMS: dict[str, type[QuestionForm]] = {
    form.question_type: form
    for form in (
        MultiChoiceForm,
        TrueFalseForm,
        MatchForm,
        OrderingForm,
        ShortAnswerForm,
        NumericalForm,
        ClozeForm,
        DragWordsForm,
        EssayForm,
        FileForm,
        ScaleForm,
        DescriptionForm,
    )
}

__all__ = ["FORMS", "QuestionForm"]
