"""How much each clue counts: log-odds, multiplied by the clue's strength and summed (``weigh.score``).

Fitted by ``tests/suggestions/fit.py`` on generated letters: a document belongs to one of the households that it gives
clues for, or to none of ours (score 0), and these are the weights under which the true answers are likeliest. A weight
that looks odd alone (a known number of another case does not speak against one that name, date and address name) is
right beside the others. Whether the certainties keep their word is shown by ``esozialakte bench suggestions``.
"""

WEIGHTS = {
    "bias": -3.79,
    "agree-0": -3.70,
    "agree-1": -0.47,
    "agree-2": 2.67,
    "agree-3": 3.72,
    "agree-4": 3.00,
    "number": 9.81,
    "number-repaired": 8.31,
    "number-near": 7.14,
    "number-tail": 5.84,
    "customer": 8.85,
    "customer-repaired": 6.38,
    "code": 9.00,
    "name": 3.42,
    "name-repaired": 3.23,
    "name-loose": 2.63,
    "last-name": 0.10,
    "more-names": 0.91,
    "members": 1.40,
    "born": 6.94,
    "born-first": 3.99,
    "born-last": 0.82,
    "born-apart": 4.35,
    "born-alone": 1.95,
    "born-near": 2.00,
    "born-other": -4.78,
    "address": 5.93,
    "address-repaired": 6.78,
    "street": 3.20,
    "postcode": 1.54,
    "other-number": 0.10,
    "unknown-number": -3.13,
    "sender": 2.50,
    "closed": -0.50,
}
