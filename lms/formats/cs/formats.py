"""Czech: a day has its month in the genitive, also without the year."""

MONTH_DAY_FORMAT = "j. E"
