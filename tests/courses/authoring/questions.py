"""A file of questions with one of every type, to read, break and edit."""

QUESTIONS = """---
title: Whom we help
---

::: single-choice {#everyone tags="final"}
What is wrong with the answer “we help everyone”?

- [x] Help goes to those who are nearest and boldest. {#nearest}
  : Yes: nobody decided it, so it was decided by who lives next door.
- [ ] Nothing, it is kind. {#kind}
  : Kind, but there is not enough strength.

  Second paragraph.
- [ ] It is forbidden. {#forbidden}

::: feedback
Read “Who gets the help” again.
:::

::: hint
Think.
:::
:::

::: multiple-choice {#multi}
Which?

- [x] A
- [x] B
- [ ] C
:::

::: true-false {#tf}
It is so.

- [ ] Верно {#true}
  : нет
- [x] Неверно {#false}
:::

::: matching {#m}
Match.

| Who | What |
|---|---|
| postwoman {#post} | streets {#streets} |
| nurse | health {#health} |
| | weather {#weather} |
:::

::: ordering {#o}
Order.

1. First {#one}
2. Second
:::

::: short-answer {#s .case}
Name it.

- [x] need*
- [50%] want
:::

::: numerical {#n units="kg g:0.001" unit-handling="optional"}
How many?

- [x] 12 ± 0.5
- [50%] 10..14
:::

::: cloze {#c}
The [[who]] gives [[what]] and [[n]].

::: gap {#who}
- [x] council
- [ ] weather
:::

::: gap {#what type="text"}
- [x] money
:::

::: gap {#n type="number" weight="2"}
- [x] 5
:::
:::

::: drag-words {#dw}
Ask the [[a]] and the [[b]].

- [a] council {#council}
- [b] school {#school}
- [] weather
:::

::: essay {#e files="2" min-words="20"}
Write.

::: grader
Look for names.
:::
:::

::: file {#f}
Add.
:::

::: description {#d}
Read.
:::

::: scale {#sc low="not" high="very"}
How sure?
:::
"""

SAMPLE = "en/questions/people.md"
