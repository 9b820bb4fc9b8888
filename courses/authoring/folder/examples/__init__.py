"""Files of prepared examples: `ru/examples/dubky.md` is one example, in one language. Read and written without a database."""
