"""How much each clue counts: log-odds, multiplied by the clue's strength and summed (``weigh.score``).

Fitted by ``tests/suggestions/fit.py`` on generated letters: a document belongs to one of the households that it gives
clues for, or to none of ours (score 0), and these are the weights under which the true answers are likeliest. A weight
that looks odd alone (a known number of another case does not speak against one that name, date and address name) is
right beside the others. Whether the certainties keep their word is shown by ``esozialakte bench suggestions``.
"""

WEIGHTS = {
    "bias": -3.70,
    "agree-0": -3.36,
    "agree-1": -0.38,
    "agree-2": 3.16,
    "agree-3": 2.87,
    "agree-4": 3.00,
    "number": 9.01,
    "number-repaired": 8.53,
    "number-near": 7.19,
    "number-tail": 5.96,
    "customer": 8.66,
    "customer-repaired": 6.33,
    "code": 9.00,
    "name": 3.67,
    "name-repaired": 3.08,
    "name-loose": 2.44,
    "last-name": 1.15,
    "more-names": 0.94,
    "members": -0.93,
    "born": 6.57,
    "born-first": 5.01,
    "born-last": 1.15,
    "born-apart": 2.77,
    "born-alone": 1.42,
    "born-near": 2.05,
    "born-other": -4.86,
    "address": 6.18,
    "address-repaired": 5.66,
    "street": 3.40,
    "other-number": 1.47,
    "unknown-number": -3.36,
    "sender": 2.50,
    "closed": -0.50,
}
