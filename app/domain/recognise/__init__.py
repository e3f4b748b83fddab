"""What a document says about itself: its case, its type, when it came. Pure rules over words with places.

``reading`` holds the words, ``signs`` finds numbers and dates in them, ``index`` knows the cases, ``evidence`` brings
both together, ``weigh`` makes certainties of it; ``types`` guesses what kind of paper it is, ``receipt`` the day.
"""
