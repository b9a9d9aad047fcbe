"""One contract, two stores: SQLite on one machine, Firestore in the cloud."""
