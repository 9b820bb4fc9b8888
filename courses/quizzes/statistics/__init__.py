"""What the attempts at a quiz say about the quiz and its questions.

`formulas` is pure; `choices` says what was taken in an answer; `reading` fetches the numbers of one quiz within a person's
scope; `words` says what they mean; `plots` and `tables` show them. No learner is named in any of it."""
