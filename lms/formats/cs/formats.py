"""Czech: 3. prosince, with the month as it is said after a day."""

MONTH_DAY_FORMAT = "j. E"
