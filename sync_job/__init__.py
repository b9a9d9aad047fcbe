"""The nightly job: the agency's feeds become listings, and each listing a document in the vector store."""
