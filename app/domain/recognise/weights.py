"""How much each clue counts: log-odds, multiplied by the clue's strength and summed (``weigh.score``).

Fitted by ``tests/suggestions/fit.py`` on generated letters: a document belongs to one of the households that it gives
clues for, or to none of ours (score 0), and these are the weights under which the true answers are likeliest. A weight
that looks odd alone (a known number of another case does not speak against one that name, date and address name) is
right beside the others. Whether the certainties keep their word is shown by ``esozialakte bench suggestions``.
"""

WEIGHTS = {
    "bias": -3.83,
    "agree-0": -3.67,
    "agree-1": -0.52,
    "agree-2": 2.64,
    "agree-3": 3.74,
    "agree-4": 3.00,
    "number": 9.88,
    "number-repaired": 8.36,
    "number-near": 7.15,
    "number-tail": 5.40,
    "customer": 8.89,
    "customer-repaired": 6.40,
    "code": 9.00,
    "answer-code": 14.00,
    "name": 3.52,
    "name-repaired": 3.55,
    "name-loose": 2.71,
    "last-name": -0.17,
    "more-names": 0.91,
    "members": 1.40,
    "born": 6.91,
    "born-first": 3.92,
    "born-last": 0.97,
    "born-apart": 4.42,
    "born-alone": 2.01,
    "born-near": 2.00,
    "born-other": -4.81,
    "address": 5.84,
    "address-repaired": 6.48,
    "street": 3.20,
    "postcode": 1.52,
    "other-number": 0.13,
    "unknown-number": -3.13,
    "sender": 6.00,
    "closed": -0.50,
    "open": 1.00,
}
