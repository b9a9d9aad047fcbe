"""The store in one SQLite file: WAL, one writer thread a process, several processes at once (protocol.md section 9)."""
