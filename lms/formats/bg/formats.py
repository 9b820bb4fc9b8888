"""Bulgarian: a month begins with a small letter (`locale-django/`), and where Django has no form of its own, a day with its hour was
written as in America."""

DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, H:i"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
MONTH_DAY_FORMAT = "j E"
YEAR_MONTH_FORMAT = "E Y"
FIRST_DAY_OF_WEEK = 1
