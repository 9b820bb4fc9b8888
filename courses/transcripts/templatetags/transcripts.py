"""The words of a record, for its pages."""

from django import template

from courses.internships.words import time_words

from .. import words

register = template.Library()
for word in (time_words, words.hours_words, words.consultations_words, words.level_words, words.judged_by, words.between, words.percent):
    register.filter(word.__name__, word)
