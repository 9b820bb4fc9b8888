"""Files of rubrics: `ru/rubrics/whom-we-help.md` is one rubric, in one language. Read and written without a database."""
