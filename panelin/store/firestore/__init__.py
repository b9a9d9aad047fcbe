"""The store in Firestore: plain protocol buffers on one channel, our own deadlines and retries, no transactions."""
