"""Whether a letter can be printed, folded, put into its envelope and delivered. Pure rules over what its pages show.

``facts`` is what the reading process finds in the file, ``carrier`` what a print provider asks for, ``address`` reads
the window, ``check`` brings them together into ``findings``, whose words are in ``sentences``.
"""
