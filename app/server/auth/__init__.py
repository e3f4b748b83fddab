"""Who is asking: accounts, sign-in, sessions. Rights are in ``app.server.rights``."""
