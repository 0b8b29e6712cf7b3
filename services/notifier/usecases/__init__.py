"""What the notifier does: it learns who is written to, queues e-mails, and delivers them."""
