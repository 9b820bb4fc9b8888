from django.dispatch import Signal

review_sent = Signal()  # review
