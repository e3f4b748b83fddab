"""How much each clue counts: log-odds, multiplied by the clue's strength and summed (``weigh.score``).

Fitted by ``tests/suggestions/fit.py`` on generated letters: a document belongs to one of the households that it gives
clues for, or to none of ours (score 0), and these are the weights under which the true answers are likeliest. A weight
that looks odd alone (a known number of another case does not speak against one that name, date and address name) is
right beside the others. Whether the certainties keep their word is shown by ``esozialakte bench suggestions``.
"""

WEIGHTS = {
    "bias": -3.69,
    "agree-0": -3.17,
    "agree-1": -0.69,
    "agree-2": 2.53,
    "agree-3": 3.66,
    "agree-4": 3.00,
    "number": 9.88,
    "number-repaired": 8.40,
    "number-near": 7.20,
    "number-tail": 5.90,
    "customer": 8.87,
    "customer-repaired": 6.40,
    "code": 9.00,
    "name": 3.53,
    "name-repaired": 3.37,
    "name-loose": 2.73,
    "last-name": 0.34,
    "more-names": 0.91,
    "members": 1.37,
    "born": 6.81,
    "born-first": 4.32,
    "born-last": 0.78,
    "born-apart": 3.97,
    "born-alone": 2.21,
    "born-near": 2.00,
    "born-other": -4.78,
    "address": 5.90,
    "address-repaired": 4.81,
    "street": 3.23,
    "postcode": 1.79,
    "other-number": 0.17,
    "unknown-number": -3.20,
    "sender": 2.50,
    "closed": -0.50,
}
