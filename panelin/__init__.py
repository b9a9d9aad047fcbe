"""The core: what the business means, and the rules of time, consent and truth."""
