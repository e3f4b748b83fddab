"""The team lead's screen: open post in pictures and lists, redistributing, the sample of filings."""
