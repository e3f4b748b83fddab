"""The service's store: the log in a database, the bytes in a folder or an S3-compatible store."""
