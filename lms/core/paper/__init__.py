"""What is printed: the fonts of our papers, and which letters they have. Layouts stand beside whoever prints them."""
