"""Files of questions: `ru/questions/whom-we-help.md` is a category of the course's bank. Read and written without a database."""
